/** Statuses that are reported, and reports that are taken back. */
@NullMarked
package dev.pawl.app.report;

import org.jspecify.annotations.NullMarked;
