/** Sets a repository up for pawl, and looks at how it stands. */
@NullMarked
package dev.pawl.app.setup;

import org.jspecify.annotations.NullMarked;
