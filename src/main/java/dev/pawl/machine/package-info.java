/**
 * What this machine keeps for its user: host identity, settings, known repositories, allowed
 * command lines.
 */
@NullMarked
package dev.pawl.machine;

import org.jspecify.annotations.NullMarked;
