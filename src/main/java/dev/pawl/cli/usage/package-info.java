/** {@code pawl tokens} and {@code pawl token-report}. */
@NullMarked
package dev.pawl.cli.usage;

import org.jspecify.annotations.NullMarked;
