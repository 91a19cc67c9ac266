/** Who owns which plan, and what its files would collide with. */
@NullMarked
package dev.pawl.app.claim;

import org.jspecify.annotations.NullMarked;
