/** The values of a plan: ids, tasks, statuses, and what is wrong with them. */
@NullMarked
package dev.pawl.plan;

import org.jspecify.annotations.NullMarked;
