/** Many machines as one sees them from here: which are alive, and what runs where. */
@NullMarked
package dev.pawl.app.cluster;

import org.jspecify.annotations.NullMarked;
