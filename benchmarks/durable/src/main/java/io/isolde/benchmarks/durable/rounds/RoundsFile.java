package io.isolde.benchmarks.durable.rounds;

import io.isolde.benchmarks.rounds.Machine;
import java.util.List;

/**
 * The results of a comparison in rounds, as they are stored. Immutable.
 *
 * @param machine where and when
 * @param command the command that produced the results
 * @param accounts how many there were
 * @param rounds the rounds of the measurement
 * @param legs the results
 */
public record RoundsFile(
    Machine machine, String command, int accounts, Rounds rounds, List<LegResult> legs) {}
