package io.isolde.benchmarks.durable.rounds;

/**
 * What the threads of a leg did in one round. Immutable.
 *
 * @param operations how many they did
 * @param wallNanos how long it took
 * @param cpuNanos CPU time of all Java threads, without that of the companion
 * @param forces how often the disk was forced for them; negative if that is not known
 * @param p50Nanos half of the steps took no longer
 * @param p99Nanos 99 % took no longer
 * @param p999Nanos 99.9 % took no longer
 * @param maxNanos the longest step
 * @param beside what the companion did
 */
public record Shift(
    long operations,
    long wallNanos,
    long cpuNanos,
    long forces,
    long p50Nanos,
    long p99Nanos,
    long p999Nanos,
    long maxNanos,
    Beside beside) {
  /**
   * What the companion did meanwhile.
   *
   * @param cpuNanos its CPU time
   * @param passes how often it ran its step
   * @param passNanos how long a pass took on average; 0 without a companion
   */
  public record Beside(long cpuNanos, long passes, long passNanos) {
    static final Beside NOBODY = new Beside(0, 0, 0);
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

  /** Forces per operation; not a number if that is not known. */
  public double forcesPerOperation() {
    return forces < 0 ? Double.NaN : (double) forces / operations;
  }

  /** How much of a processor the companion took. */
  public double besideProcessors() {
    return (double) beside.cpuNanos / wallNanos;
  }
}
