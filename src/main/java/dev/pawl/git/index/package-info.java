/** The bytes of git's index, and what it remembers of files. */
@NullMarked
package dev.pawl.git.index;

import org.jspecify.annotations.NullMarked;
