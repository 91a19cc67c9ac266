/** Where journals, claims and host records are exchanged. */
@NullMarked
package dev.pawl.app.remote;

import org.jspecify.annotations.NullMarked;
