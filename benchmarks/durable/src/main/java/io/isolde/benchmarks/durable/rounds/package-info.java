/** Measuring: legs of work in turn, round after round. */
@NullMarked
package io.isolde.benchmarks.durable.rounds;

import org.jspecify.annotations.NullMarked;
