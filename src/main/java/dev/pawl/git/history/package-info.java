/** Reads commits, trees and merges; writes nothing that is visible. */
@NullMarked
package dev.pawl.git.history;

import org.jspecify.annotations.NullMarked;
