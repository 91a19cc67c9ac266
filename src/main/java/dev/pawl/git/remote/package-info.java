/** Fetches from a remote, pushes to it, and lists what it has. */
@NullMarked
package dev.pawl.git.remote;

import org.jspecify.annotations.NullMarked;
