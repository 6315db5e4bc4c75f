package io.isolde.benchmarks.comparison;

import io.isolde.benchmarks.harness.rounds.Quartiles;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The results of one variant, as medians over rounds. Immutable.
 *
 * @param cpuNanosPerOperation CPU time of the threads at work, or of all Java threads if others
 *     share the work
 * @param operationsPerMicrosecond throughput of all threads
 * @param attemptsPerOperation how often a body ran
 * @param bytesPerOperation allocated by the threads at work
 * @param wrong answers that cannot be right, in total
 * @param gaveUp operations given up, in total
 * @param slowerShare the share of the operations that the slowest thread did; 0 if the file does
 *     not say
 */
public record Summary(
    double cpuNanosPerOperation,
    double operationsPerMicrosecond,
    double attemptsPerOperation,
    double bytesPerOperation,
    long wrong,
    long gaveUp,
    double slowerShare) {

  static Summary of(List<RoleSample> rounds, boolean sharedWork) {
    return new Summary(
        median(rounds, round -> cpuPerOperation(round, sharedWork)),
        median(rounds, Summary::throughput),
        median(rounds, round -> (double) round.attempts() / round.operations()),
        median(rounds, round -> (double) round.allocatedBytes() / round.operations()),
        rounds.stream().mapToLong(RoleSample::wrong).sum(),
        rounds.stream().mapToLong(RoleSample::gaveUp).sum(),
        median(rounds, RoleSample::slowerShare));
  }

  static double cpuPerOperation(RoleSample round, boolean sharedWork) {
    long nanos = sharedWork ? round.javaCpuNanos() : round.cpuNanos();
    return (double) nanos / round.operations();
  }

  static double throughput(RoleSample round) {
    return 1e3 * round.operations() / round.wallNanos();
  }

  private static double median(List<RoleSample> rounds, ToDoubleFunction<RoleSample> value) {
    return Quartiles.of(rounds, value).map(Quartiles::median).orElse(0.0);
  }
}
