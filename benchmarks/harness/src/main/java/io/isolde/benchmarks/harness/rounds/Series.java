package io.isolde.benchmarks.harness.rounds;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What one workload did, round after round. Immutable.
 *
 * @param name the name of the workload
 * @param threads how many threads worked
 * @param virtual whether they were virtual threads
 * @param right whether what they worked on was as it should be at the end
 * @param rounds one sample for each round
 */
public record Series(
    String name, int threads, boolean virtual, boolean right, List<Sample> rounds) {
  private static final Quartiles UNKNOWN = new Quartiles(Double.NaN, Double.NaN, Double.NaN);

  /** The series of a workload. */
  public static Series of(Workload workload, boolean right, List<Sample> rounds) {
    return new Series(workload.name(), workload.threads(), workload.virtual(), right, rounds);
  }

  /** The quartiles of a figure over all rounds; not numbers if it is unknown in all. */
  public Quartiles figure(ToDoubleFunction<Sample> figure) {
    return Quartiles.of(rounds, figure).orElse(UNKNOWN);
  }

  /** The quartiles of a figure's ratio to that of another series in the same round. */
  public Quartiles ratio(ToDoubleFunction<Sample> figure, Series other) {
    return Quartiles.ofRatios(rounds, other.rounds, figure).orElse(UNKNOWN);
  }
}
