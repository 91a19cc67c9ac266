/** The record of what happened, its join, and its exchange. */
@NullMarked
package dev.pawl.journal;

import org.jspecify.annotations.NullMarked;
