/** Measuring in rounds: legs of work take turns, round after round. */
@NullMarked
package io.isolde.benchmarks.durable.rounds;

import org.jspecify.annotations.NullMarked;
