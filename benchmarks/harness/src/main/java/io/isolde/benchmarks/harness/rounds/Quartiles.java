package io.isolde.benchmarks.harness.rounds;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * The middle of a distribution. Immutable.
 *
 * @param lower a quarter of the values lie below
 * @param median half of the values lie below
 * @param upper a quarter of the values lie above
 */
public record Quartiles(double lower, double median, double upper) {
  /** The quartiles of the finite values, interpolated; empty if there are none. */
  public static Optional<Quartiles> of(Collection<Double> values) {
    List<Double> sorted = values.stream().filter(Double::isFinite).sorted().toList();
    return sorted.isEmpty()
        ? Optional.empty()
        : Optional.of(new Quartiles(at(sorted, 0.25), at(sorted, 0.5), at(sorted, 0.75)));
  }

  /** The quartiles of a figure of samples. */
  public static <S> Optional<Quartiles> of(List<S> samples, ToDoubleFunction<S> figure) {
    return of(samples.stream().mapToDouble(figure).boxed().toList());
  }

  private static double at(List<Double> sorted, double share) {
    double place = share * (sorted.size() - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.size() - 1);
    return sorted.get(below) + (place - below) * (sorted.get(above) - sorted.get(below));
  }
}
