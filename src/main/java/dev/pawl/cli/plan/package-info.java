/** {@code pawl plan} and {@code conflicts}. */
@NullMarked
package dev.pawl.cli.plan;

import org.jspecify.annotations.NullMarked;
