/**
 * Reads git's own files as they are, without starting git: where they lie, what they are stored in,
 * plain settings and refs.
 */
@NullMarked
package dev.pawl.git.layout;

import org.jspecify.annotations.NullMarked;
