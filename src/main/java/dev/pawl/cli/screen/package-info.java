/** What standard output is seen on: how large it is, which pager turns its pages, in which zone. */
@NullMarked
package dev.pawl.cli.screen;

import org.jspecify.annotations.NullMarked;
