/**
 * The ground floor: whole files, small records, locks that the system releases by death, digests,
 * and text made fit for a terminal.
 */
@NullMarked
package dev.pawl.disk;

import org.jspecify.annotations.NullMarked;
