/** Tells how statuses came to be. */
@NullMarked
package dev.pawl.app.log;

import org.jspecify.annotations.NullMarked;
