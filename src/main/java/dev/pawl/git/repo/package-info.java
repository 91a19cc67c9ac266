/** Finds and opens a repository; its settings, its hooks, and what pawl notes in it. */
@NullMarked
package dev.pawl.git.repo;

import org.jspecify.annotations.NullMarked;
