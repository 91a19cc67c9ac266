/** What an event can say of usage. */
@NullMarked
package dev.pawl.journal.usage;

import org.jspecify.annotations.NullMarked;
