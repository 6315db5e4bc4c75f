package io.isolde.benchmarks.harness.rounds;

import io.isolde.benchmarks.harness.ping.Label;
import io.isolde.benchmarks.harness.ping.Pings;
import org.jspecify.annotations.Nullable;

/**
 * What the workers of a workload did in one round. Immutable.
 *
 * @param operations how many they did
 * @param wallNanos how long it took
 * @param cpuNanos CPU time of all Java threads, without that of the background load
 * @param events how many of the events that the workload counts there were; negative if that is not
 *     known
 * @param p50Nanos half of the steps took no longer
 * @param p99Nanos 99 % took no longer
 * @param p999Nanos 99.9 % took no longer
 * @param maxNanos the longest step
 * @param background what the background load did
 * @param slowerShare the share of the operations that the slowest worker did; 0 if the file does
 *     not say
 * @param pings the pings around it; null without
 */
public record Sample(
    long operations,
    long wallNanos,
    long cpuNanos,
    long events,
    long p50Nanos,
    long p99Nanos,
    long p999Nanos,
    long maxNanos,
    Background background,
    double slowerShare,
    @Nullable Pings pings) {
  /**
   * What the background load did meanwhile.
   *
   * @param cpuNanos its CPU time
   * @param passes how often it ran its step
   * @param passNanos how long a pass took on average; 0 without a background load
   */
  public record Background(long cpuNanos, long passes, long passNanos) {
    /** Nothing. */
    static final Background NONE = new Background(0, 0, 0);
  }

  /** The same between pings. */
  Sample between(@Nullable Pings around) {
    return new Sample(
        operations,
        wallNanos,
        cpuNanos,
        events,
        p50Nanos,
        p99Nanos,
        p999Nanos,
        maxNanos,
        background,
        slowerShare,
        around);
  }

  /** Where the processors were. */
  Label label() {
    return Pings.labelOf(pings);
  }

  /** Operations per second. */
  public double rate() {
    return 1e9 * operations / wallNanos;
  }

  /** How long an operation took, if one thread did them all. */
  public double nanosPerOperation() {
    return (double) wallNanos / operations;
  }

  /** CPU time of an operation. */
  public double cpuNanosPerOperation() {
    return (double) cpuNanos / operations;
  }

  /** Events per operation; not a number if that is not known. */
  public double eventsPerOperation() {
    return events < 0 ? Double.NaN : (double) events / operations;
  }

  /** How much of a processor the background load took. */
  public double backgroundProcessors() {
    return (double) background.cpuNanos / wallNanos;
  }
}
