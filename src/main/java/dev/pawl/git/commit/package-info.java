/** How the branch that is checked out moves, and what a kill left of that. */
@NullMarked
package dev.pawl.git.commit;

import org.jspecify.annotations.NullMarked;
