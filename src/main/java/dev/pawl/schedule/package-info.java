/** Says what may run next, who owns it, and what would collide: pure decisions. */
@NullMarked
package dev.pawl.schedule;

import org.jspecify.annotations.NullMarked;
