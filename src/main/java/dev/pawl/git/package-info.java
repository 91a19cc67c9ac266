/**
 * Values that all rooms of git speak in: names of commits, blobs and branches, paths, people, and
 * what went wrong.
 */
@NullMarked
package dev.pawl.git;

import org.jspecify.annotations.NullMarked;
