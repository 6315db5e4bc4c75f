package io.isolde.benchmarks.harness.rounds;

import io.isolde.benchmarks.harness.ping.CacheLinePing;
import io.isolde.benchmarks.harness.ping.Pings;
import io.isolde.benchmarks.harness.rounds.Sample.Background;
import java.util.OptionalLong;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * A variant that threads work on. Used by one thread at a time.
 *
 * @param name identifies the workload
 * @param threads how many threads work
 * @param virtual whether they are virtual threads
 * @param operationsPerStep how many operations each step makes
 * @param steps what each thread does, by its number; asked anew in every round
 * @param events how many events of some kind there were so far, such as forces of a disk; empty if
 *     that is not known
 * @param handsOver whether steps hand work over to threads other than the workers
 * @param background what another thread does meanwhile; null for nothing
 */
public record Workload(
    String name,
    int threads,
    boolean virtual,
    int operationsPerStep,
    IntFunction<Step> steps,
    Supplier<OptionalLong> events,
    boolean handsOver,
    @Nullable Step background)
    implements Variant<Sample> {
  /** A workload of one operation per step, on platform threads, without a background load. */
  public static Workload of(String name, int threads, IntFunction<Step> steps) {
    return new Workload(name, threads, false, 1, steps, OptionalLong::empty, false, null);
  }

  /** The same on virtual threads. */
  public Workload onVirtualThreads() {
    return new Workload(
        name, threads, true, operationsPerStep, steps, events, handsOver, background);
  }

  /** The same, with steps of that many operations. */
  public Workload withOperationsPerStep(int operations) {
    return new Workload(name, threads, virtual, operations, steps, events, handsOver, background);
  }

  /** The same, with events counted. */
  public Workload counting(Supplier<OptionalLong> counted) {
    return new Workload(
        name, threads, virtual, operationsPerStep, steps, counted, handsOver, background);
  }

  /** The same, with steps that hand work over to threads other than the workers. */
  public Workload handingOver() {
    return new Workload(name, threads, virtual, operationsPerStep, steps, events, true, background);
  }

  /** The same under another name, beside a background load. */
  public Workload beside(String newName, Step load) {
    return new Workload(
        newName, threads, virtual, operationsPerStep, steps, events, handsOver, load);
  }

  /** The same between two pings. */
  Variant<Sample> pinged() {
    return nanos -> {
      double before = CacheLinePing.nanos();
      Sample sample = run(nanos);
      return sample.between(Pings.of(before, CacheLinePing.nanos()));
    };
  }

  /** Whether several threads share memory. */
  boolean isMultiThreaded() {
    return threads > 1 || handsOver || background != null;
  }

  @Override
  public Sample run(long nanos) throws Exception {
    return background == null ? alone(nanos) : beside(nanos, background);
  }

  private Sample alone(long nanos) throws Exception {
    OptionalLong before = events.get();
    Workers.Work work = workers().work(nanos, () -> 0);
    return sample(work, eventsSince(before), Background.NONE);
  }

  private Sample beside(long nanos, Step load) throws Exception {
    try (BackgroundLoad running = BackgroundLoad.start(load)) {
      OptionalLong before = events.get();
      Workers.Work work = workers().work(nanos, running::cpuNanos);
      long counted = eventsSince(before);
      return sample(work, counted, running.stop(work.backgroundCpuNanos()));
    }
  }

  private Workers workers() {
    return new Workers(threads, virtual, steps);
  }

  private long eventsSince(OptionalLong before) {
    OptionalLong after = events.get();
    return after.isPresent() ? after.getAsLong() - before.orElse(0) : -1;
  }

  private Sample sample(Workers.Work work, long counted, Background done) {
    Histogram latencies = work.latencies();
    return new Sample(
        latencies.getTotalCount() * operationsPerStep,
        work.wallNanos(),
        work.cpuNanos(),
        counted,
        latencies.getValueAtPercentile(50),
        latencies.getValueAtPercentile(99),
        latencies.getValueAtPercentile(99.9),
        latencies.getMaxValue(),
        done,
        work.slowerShare(),
        null);
  }
}
