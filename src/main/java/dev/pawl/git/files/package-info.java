/**
 * The files of a work tree: what differs, what must not be touched, and the way from one commit to
 * another.
 */
@NullMarked
package dev.pawl.git.files;

import org.jspecify.annotations.NullMarked;
