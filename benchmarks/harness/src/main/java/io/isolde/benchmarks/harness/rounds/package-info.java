/**
 * Measuring in rounds: variants of the same work take turns, round after round, so that other load
 * on the machine affects all alike, and ratios within a round hold where absolute times do not.
 *
 * <p>{@link io.isolde.benchmarks.harness.rounds.Rounds} runs any {@link
 * io.isolde.benchmarks.harness.rounds.Variant}. A {@link
 * io.isolde.benchmarks.harness.rounds.Workload} is a variant that threads work on. Where several
 * threads share memory, ratios hold within a {@link io.isolde.benchmarks.harness.ping.Label} only.
 */
@NullMarked
package io.isolde.benchmarks.harness.rounds;

import org.jspecify.annotations.NullMarked;
