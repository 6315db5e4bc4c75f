package io.isolde.benchmarks.harness.rounds;

import io.isolde.benchmarks.harness.ping.Label;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

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

  /** The labels of its rounds, but for those in which the processors were moved. */
  public List<Label> labels() {
    return rounds.stream()
        .map(Sample::label)
        .filter(Label::isComparable)
        .distinct()
        .sorted()
        .toList();
  }

  /** The rounds with that label. */
  public List<Sample> rounds(Label label) {
    return rounds.stream().filter(sample -> sample.label() == label).toList();
  }

  /** The quartiles of a figure over rounds with a label; not numbers if it is unknown in all. */
  public Quartiles figure(Label label, ToDoubleFunction<Sample> figure) {
    return Quartiles.of(rounds(label), figure).orElse(UNKNOWN);
  }

  /**
   * The quartiles of a figure's ratio to that of another series, over the rounds in which both have
   * that label.
   */
  public Quartiles ratio(Label label, ToDoubleFunction<Sample> figure, Series other) {
    return Quartiles.of(
            IntStream.range(0, Math.min(rounds.size(), other.rounds.size()))
                .filter(i -> rounds.get(i).label() == label && other.rounds.get(i).label() == label)
                .mapToObj(i -> ratio(figure, rounds.get(i), other.rounds.get(i)))
                .toList())
        .orElse(UNKNOWN);
  }

  private static Double ratio(ToDoubleFunction<Sample> figure, Sample dividend, Sample divisor) {
    return figure.applyAsDouble(dividend) / figure.applyAsDouble(divisor);
  }
}
