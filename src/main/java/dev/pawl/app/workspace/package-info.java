/** The repository at hand and the world around a command: opened once, and handed down. */
@NullMarked
package dev.pawl.app.workspace;

import org.jspecify.annotations.NullMarked;
