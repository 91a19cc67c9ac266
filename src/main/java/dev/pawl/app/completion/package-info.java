/** Closes a plan whose work has arrived. */
@NullMarked
package dev.pawl.app.completion;

import org.jspecify.annotations.NullMarked;
