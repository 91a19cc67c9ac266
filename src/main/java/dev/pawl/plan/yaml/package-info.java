/** Reads YAML so that every scalar keeps its text and its place. */
@NullMarked
package dev.pawl.plan.yaml;

import org.jspecify.annotations.NullMarked;
