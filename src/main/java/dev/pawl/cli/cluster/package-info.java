/** {@code pawl where}, {@code cluster-status}, {@code cluster-tasks} and {@code remote-status}. */
@NullMarked
package dev.pawl.cli.cluster;

import org.jspecify.annotations.NullMarked;
