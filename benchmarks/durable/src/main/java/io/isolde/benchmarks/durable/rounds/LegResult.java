package io.isolde.benchmarks.durable.rounds;

import io.isolde.benchmarks.rounds.Summary.Quartiles;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What one leg did in all rounds. Immutable.
 *
 * @param name the name of the leg
 * @param threads how many threads worked
 * @param virtual whether they were virtual threads
 * @param right whether all the money was there at the end
 * @param rounds one for each round
 */
public record LegResult(
    String name, int threads, boolean virtual, boolean right, List<Shift> rounds) {

  /** The quartiles of a figure over all rounds. */
  public Quartiles figure(ToDoubleFunction<Shift> figure) {
    return quartiles(rounds.stream().mapToDouble(figure).boxed().toList());
  }

  /** The quartiles of a figure's ratio to that of another leg in the same round. */
  public Quartiles ratio(ToDoubleFunction<Shift> figure, LegResult other) {
    return quartiles(
        IntStream.range(0, Math.min(rounds.size(), other.rounds.size()))
            .mapToDouble(i -> ratio(figure, other, i))
            .boxed()
            .toList());
  }

  private double ratio(ToDoubleFunction<Shift> figure, LegResult other, int round) {
    return figure.applyAsDouble(rounds.get(round)) / figure.applyAsDouble(other.rounds.get(round));
  }

  private static Quartiles quartiles(List<Double> values) {
    return Objects.requireNonNullElse(
        Quartiles.of(values), new Quartiles(Double.NaN, Double.NaN, Double.NaN));
  }
}
