/** {@code pawl check}, {@code fix-consistency} and {@code explain}. */
@NullMarked
package dev.pawl.cli.check;

import org.jspecify.annotations.NullMarked;
