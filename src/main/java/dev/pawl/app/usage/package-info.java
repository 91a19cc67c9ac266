/** What agents used: recorded, and reported. */
@NullMarked
package dev.pawl.app.usage;

import org.jspecify.annotations.NullMarked;
