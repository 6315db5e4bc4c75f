package io.isolde.benchmarks.comparison;

import io.isolde.benchmarks.harness.raw.Machine;
import java.util.List;

/**
 * The file that {@link io.isolde.benchmarks.Interleaved} writes.
 *
 * @param machine where and when, with the flags of the JVMs that ran the comparisons
 * @param rounds how many counted
 * @param roundMillis how long each variant worked in one
 * @param outcomes one for each comparison that ended, and for each label of its rounds
 * @param failures one for each comparison that did not
 */
public record OutcomesFile(
    Machine machine,
    int rounds,
    long roundMillis,
    List<Outcome> outcomes,
    List<Failure> failures) {}
