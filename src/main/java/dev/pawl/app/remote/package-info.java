/** Where journals and claims are exchanged. */
@NullMarked
package dev.pawl.app.remote;

import org.jspecify.annotations.NullMarked;
