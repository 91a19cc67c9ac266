/** What every command is handed, and how it prints. */
@NullMarked
package dev.pawl.cli.terminal;

import org.jspecify.annotations.NullMarked;
