package io.isolde.benchmarks.harness.rounds;

import io.isolde.benchmarks.harness.jvm.JavaThreads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;

/** Threads that begin together and repeat their steps until the time is over. Immutable. */
final class Workers {
  private static final ThreadFactory PLATFORM = Thread.ofPlatform().name("worker ", 0).factory();
  private static final ThreadFactory VIRTUAL = Thread.ofVirtual().name("worker ", 0).factory();

  private final int threads;
  private final boolean virtual;
  private final IntFunction<Step> steps;

  /**
   * What workers have done.
   *
   * @param latencies of their steps, in nanoseconds
   * @param slowerShare the share of the steps that the slowest worker made
   * @param backgroundCpuNanos the CPU time of the background load meanwhile
   */
  record Work(
      Histogram latencies,
      double slowerShare,
      long wallNanos,
      long cpuNanos,
      long backgroundCpuNanos) {}

  /** Workers each of which gets a step by its number. */
  Workers(int threads, boolean virtual, IntFunction<Step> steps) {
    this.threads = threads;
    this.virtual = virtual;
    this.steps = steps;
  }

  /**
   * Runs the threads. They stay alive until their CPU times are read, which is impossible once they
   * have ended.
   *
   * @param backgroundCpu CPU time so far of a thread that is not one of the workers
   * @throws java.util.concurrent.ExecutionException if a step failed; the others work to the end
   */
  Work work(long nanos, LongSupplier backgroundCpu) throws Exception {
    CyclicBarrier together = new CyclicBarrier(threads + 1);
    try (ExecutorService executor =
        Executors.newThreadPerTaskExecutor(virtual ? VIRTUAL : PLATFORM)) {
      List<Future<Histogram>> results = new ArrayList<>();
      for (int number = 0; number < threads; number++) {
        Step step = steps.apply(number);
        results.add(executor.submit(() -> new Worker(step, together).work(nanos)));
      }
      JavaThreads cpu = JavaThreads.start();
      long backgroundBefore = backgroundCpu.getAsLong();
      together.await();
      long start = System.nanoTime();
      together.await();
      long wallNanos = System.nanoTime() - start;
      long backgroundNanos = backgroundCpu.getAsLong() - backgroundBefore;
      long cpuNanos = cpu.cpuNanos() - backgroundNanos;
      together.await();
      Histogram merged = merged(results);
      return new Work(merged, slowerShare(results, merged), wallNanos, cpuNanos, backgroundNanos);
    }
  }

  private static Histogram merged(List<Future<Histogram>> results) throws Exception {
    Histogram merged = Worker.histogram();
    for (Future<Histogram> result : results) {
      merged.add(result.get());
    }
    return merged;
  }

  private static double slowerShare(List<Future<Histogram>> results, Histogram merged) {
    long slowest =
        results.stream().mapToLong(worker -> worker.resultNow().getTotalCount()).min().orElse(0);
    return (double) slowest / merged.getTotalCount();
  }

  private record Worker(Step step, CyclicBarrier together) {
    private static final long LATENCY_NANOS_MAX = 600_000_000_000L;

    static Histogram histogram() {
      return new Histogram(LATENCY_NANOS_MAX, 2);
    }

    Histogram work(long nanos) throws Exception {
      together.await();
      try {
        return repeat(nanos);
      } finally {
        together.await();
        together.await();
      }
    }

    private Histogram repeat(long nanos) throws Exception {
      Histogram latencies = histogram();
      long start = System.nanoTime();
      long now = start;
      while (now - start < nanos) {
        step.run();
        long after = System.nanoTime();
        latencies.recordValue(after - now);
        now = after;
      }
      return latencies;
    }
  }
}
