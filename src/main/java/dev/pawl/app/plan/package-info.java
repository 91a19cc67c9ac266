/** Plans as people ask for them: listed, started, held against one another. */
@NullMarked
package dev.pawl.app.plan;

import org.jspecify.annotations.NullMarked;
