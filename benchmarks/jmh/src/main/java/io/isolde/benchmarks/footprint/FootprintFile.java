package io.isolde.benchmarks.footprint;

import io.isolde.benchmarks.footprint.Footprints.Entry;
import io.isolde.benchmarks.harness.raw.Machine;
import java.util.List;

/**
 * The file that {@link io.isolde.benchmarks.Footprint} writes.
 *
 * @param machine where and when
 * @param refs how many refs were made
 * @param threads how many threads were parked
 * @param footprints the results
 */
public record FootprintFile(Machine machine, int refs, int threads, List<Entry> footprints) {}
