/** Brings files and records together, and delivers what came of it. */
@NullMarked
package dev.pawl.app.reconcile;

import org.jspecify.annotations.NullMarked;
