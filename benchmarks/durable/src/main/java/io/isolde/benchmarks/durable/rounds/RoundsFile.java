package io.isolde.benchmarks.durable.rounds;

import io.isolde.benchmarks.rounds.Machine;
import java.util.List;

/**
 * What a comparison in rounds came to, as it is kept. Immutable.
 *
 * @param machine where and when
 * @param command what made it
 * @param accounts how many there were
 * @param rounds how long it was measured
 * @param legs the results
 */
public record RoundsFile(
    Machine machine, String command, int accounts, Rounds rounds, List<LegResult> legs) {}
