/**
 * The process that exchanges journals by itself: how it goes about it, what it says, how it ends.
 */
@NullMarked
package dev.pawl.app.autosync;

import org.jspecify.annotations.NullMarked;
