/** What agents used: counted once, priced, and summed up. */
@NullMarked
package dev.pawl.usage;

import org.jspecify.annotations.NullMarked;
