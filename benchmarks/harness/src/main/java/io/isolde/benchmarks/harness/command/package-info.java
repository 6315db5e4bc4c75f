/** What the command lines of all benchmarks share. */
@NullMarked
package io.isolde.benchmarks.harness.command;

import org.jspecify.annotations.NullMarked;
