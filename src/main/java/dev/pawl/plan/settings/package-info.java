/** What {@code .pawl.yaml} says, and the settings of a user. */
@NullMarked
package dev.pawl.plan.settings;

import org.jspecify.annotations.NullMarked;
