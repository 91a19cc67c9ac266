/**
 * Plans and tasks that are written, changed and taken out in the work tree; nothing is committed.
 */
@NullMarked
package dev.pawl.app.edit;

import org.jspecify.annotations.NullMarked;
