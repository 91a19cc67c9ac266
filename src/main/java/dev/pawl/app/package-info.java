/** Use cases: load, decide, publish, read back; one final class each. */
@NullMarked
package dev.pawl.app;

import org.jspecify.annotations.NullMarked;
