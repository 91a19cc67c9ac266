/** One at a time: what changes a clone takes its turn in the queue. */
@NullMarked
package dev.pawl.git.queue;

import org.jspecify.annotations.NullMarked;
