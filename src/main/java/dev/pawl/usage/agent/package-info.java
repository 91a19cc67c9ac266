/** Reads what coding agents print, or keep, of what they used. */
@NullMarked
package dev.pawl.usage.agent;

import org.jspecify.annotations.NullMarked;
