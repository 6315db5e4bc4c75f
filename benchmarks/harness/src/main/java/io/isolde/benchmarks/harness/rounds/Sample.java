package io.isolde.benchmarks.harness.rounds;

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
    Background background) {
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
