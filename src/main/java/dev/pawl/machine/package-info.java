/**
 * What this machine remembers for its user: host identity, known repositories, allowed command
 * lines.
 */
@NullMarked
package dev.pawl.machine;

import org.jspecify.annotations.NullMarked;
