/** Says what is inconsistent and what would make it right: pure decisions over loaded facts. */
@NullMarked
package dev.pawl.check;

import org.jspecify.annotations.NullMarked;
