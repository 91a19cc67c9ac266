/** {@code pawl task}, {@code log} and {@code undo}. */
@NullMarked
package dev.pawl.cli.task;

import org.jspecify.annotations.NullMarked;
