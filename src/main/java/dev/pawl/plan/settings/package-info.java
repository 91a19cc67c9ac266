/** What {@code .pawl.yaml} says. */
@NullMarked
package dev.pawl.plan.settings;

import org.jspecify.annotations.NullMarked;
