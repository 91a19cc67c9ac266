/** All access to git: paths, bytes and refs, nothing of tasks. */
@NullMarked
package dev.pawl.git;

import org.jspecify.annotations.NullMarked;
