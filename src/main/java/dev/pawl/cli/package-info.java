/** The command line: parse, print, exit. */
@NullMarked
package dev.pawl.cli;

import org.jspecify.annotations.NullMarked;
