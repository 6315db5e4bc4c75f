package io.isolde.benchmarks.rounds;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The results of one leg over many rounds, as medians over rounds.
 *
 * @param cpuNanosPerOperation CPU time of the threads at work, or of all Java threads if others
 *     share the work
 * @param operationsPerMicrosecond throughput of all threads
 * @param attemptsPerOperation how often a body ran
 * @param bytesPerOperation allocated by the threads at work
 * @param wrong answers that cannot be right, in total
 * @param gaveUp operations given up, in total
 */
public record Summary(
    double cpuNanosPerOperation,
    double operationsPerMicrosecond,
    double attemptsPerOperation,
    double bytesPerOperation,
    long wrong,
    long gaveUp) {

  static Summary of(List<Measured> rounds, boolean sharedWork) {
    return new Summary(
        median(rounds, round -> cpuPerOperation(round, sharedWork)),
        median(rounds, Summary::throughput),
        median(rounds, round -> (double) round.attempts() / round.operations()),
        median(rounds, round -> (double) round.allocatedBytes() / round.operations()),
        rounds.stream().mapToLong(Measured::wrong).sum(),
        rounds.stream().mapToLong(Measured::gaveUp).sum());
  }

  static double cpuPerOperation(Measured round, boolean sharedWork) {
    long nanos = sharedWork ? round.javaCpuNanos() : round.cpuNanos();
    return (double) nanos / round.operations();
  }

  static double throughput(Measured round) {
    return 1e3 * round.operations() / round.wallNanos();
  }

  private static double median(List<Measured> rounds, ToDoubleFunction<Measured> value) {
    Quartiles quartiles = Quartiles.of(rounds.stream().map(value::applyAsDouble).toList());
    return quartiles == null ? 0 : quartiles.median;
  }

  /**
   * The middle of a distribution.
   *
   * @param lower a quarter of the values lie below
   * @param median half of the values lie below
   * @param upper a quarter of the values lie above
   */
  public record Quartiles(double lower, double median, double upper) {
    /** The quartiles of the finite values; null if there are none. */
    public static @Nullable Quartiles of(List<Double> values) {
      List<Double> sorted = values.stream().filter(Double::isFinite).sorted().toList();
      return sorted.isEmpty()
          ? null
          : new Quartiles(at(sorted, 0.25), at(sorted, 0.5), at(sorted, 0.75));
    }

    private static double at(List<Double> sorted, double share) {
      double place = share * (sorted.size() - 1);
      int below = (int) place;
      int above = Math.min(below + 1, sorted.size() - 1);
      return sorted.get(below) + (place - below) * (sorted.get(above) - sorted.get(below));
    }
  }
}
