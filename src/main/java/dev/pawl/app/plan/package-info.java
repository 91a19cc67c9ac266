/** Plans as people ask for them: written, listed, started, held against one another. */
@NullMarked
package dev.pawl.app.plan;

import org.jspecify.annotations.NullMarked;
