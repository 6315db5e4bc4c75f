package io.isolde.benchmarks.durable.rounds;

import io.isolde.benchmarks.durable.rounds.Shift.Beside;
import java.util.OptionalLong;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * One side of a comparison. Thread-confined.
 *
 * @param name identifies the leg
 * @param threads how many threads work
 * @param virtual whether they are virtual threads
 * @param operationsPerStep how many operations each step makes
 * @param steps what each thread does, by its number
 * @param forces how often the disk was forced so far
 * @param beside what a companion does meanwhile; null for no companion
 */
public record Leg(
    String name,
    int threads,
    boolean virtual,
    int operationsPerStep,
    IntFunction<Step> steps,
    Supplier<OptionalLong> forces,
    @Nullable Step beside) {
  /** A leg of one operation per step, on platform threads, without a companion. */
  public static Leg of(String name, int threads, IntFunction<Step> steps) {
    return new Leg(name, threads, false, 1, steps, OptionalLong::empty, null);
  }

  /** The same on virtual threads. */
  public Leg onVirtualThreads() {
    return new Leg(name, threads, true, operationsPerStep, steps, forces, beside);
  }

  /** The same, with steps of that many operations. */
  public Leg withOperationsPerStep(int operations) {
    return new Leg(name, threads, virtual, operations, steps, forces, beside);
  }

  /** The same, with forces counted. */
  public Leg withForces(Supplier<OptionalLong> counted) {
    return new Leg(name, threads, virtual, operationsPerStep, steps, counted, beside);
  }

  /** The same, with a companion. */
  public Leg beside(Step other) {
    return new Leg(name, threads, virtual, operationsPerStep, steps, forces, other);
  }

  /** Works for about {@code nanos}. */
  Shift run(long nanos) throws Exception {
    return beside == null ? alone(nanos) : together(nanos, beside);
  }

  private Shift alone(long nanos) throws Exception {
    OptionalLong forcesBefore = forces.get();
    Crew.Work work = new Crew(threads, virtual, steps, () -> 0).work(nanos);
    return shift(work, forced(forcesBefore), Beside.NOBODY);
  }

  private Shift together(long nanos, Step other) throws Exception {
    Companion companion = Companion.start(other);
    OptionalLong forcesBefore = forces.get();
    Crew.Work work = new Crew(threads, virtual, steps, companion::cpuNanos).work(nanos);
    long forced = forced(forcesBefore);
    return shift(work, forced, companion.stop(work.besideCpuNanos()));
  }

  private long forced(OptionalLong before) {
    OptionalLong after = forces.get();
    return after.isPresent() ? after.getAsLong() - before.orElse(0) : -1;
  }

  private Shift shift(Crew.Work work, long forced, Beside other) {
    Histogram latencies = work.latencies();
    return new Shift(
        latencies.getTotalCount() * operationsPerStep,
        work.wallNanos(),
        work.cpuNanos(),
        forced,
        latencies.getValueAtPercentile(50),
        latencies.getValueAtPercentile(99),
        latencies.getValueAtPercentile(99.9),
        latencies.getMaxValue(),
        other);
  }
}
