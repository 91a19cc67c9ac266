/** The end of a session: what would be lost if this machine vanished now. */
@NullMarked
package dev.pawl.app.session;

import org.jspecify.annotations.NullMarked;
