/** What is loaded before anything is decided. */
@NullMarked
package dev.pawl.app.snapshot;

import org.jspecify.annotations.NullMarked;
