/** What this host says of itself to the others: that it is alive, and what it does. */
@NullMarked
package dev.pawl.app.beat;

import org.jspecify.annotations.NullMarked;
