/** Commands that set pawl up, look after it, and connect it with git, shells and other machines. */
@NullMarked
package dev.pawl.cli.setup;

import org.jspecify.annotations.NullMarked;
