/**
 * Where the process starts: which commands there are, how a command line is read, and what its help
 * says.
 */
@NullMarked
package dev.pawl.cli;

import org.jspecify.annotations.NullMarked;
