package io.isolde.benchmarks.durable.rounds;

import io.isolde.benchmarks.JavaThreads;
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
final class Crew {
  private static final ThreadFactory PLATFORM = Thread.ofPlatform().name("crew ", 0).factory();
  private static final ThreadFactory VIRTUAL = Thread.ofVirtual().name("crew ", 0).factory();

  private final int threads;
  private final boolean virtual;
  private final IntFunction<Step> steps;
  private final LongSupplier besideCpu;

  /** What a crew has done, and the CPU time that its companion took meanwhile. */
  record Work(Histogram latencies, long wallNanos, long cpuNanos, long besideCpuNanos) {}

  /**
   * A crew in which each thread gets a step by its number.
   *
   * @param besideCpu CPU time so far of a companion, which is not a member of the crew
   */
  Crew(int threads, boolean virtual, IntFunction<Step> steps, LongSupplier besideCpu) {
    this.threads = threads;
    this.virtual = virtual;
    this.steps = steps;
    this.besideCpu = besideCpu;
  }

  /**
   * Runs the threads. They stay alive until their CPU times are read, which is impossible once they
   * have ended.
   */
  Work work(long nanos) throws Exception {
    CyclicBarrier together = new CyclicBarrier(threads + 1);
    try (ExecutorService executor =
        Executors.newThreadPerTaskExecutor(virtual ? VIRTUAL : PLATFORM)) {
      List<Future<Histogram>> results = new ArrayList<>();
      for (int number = 0; number < threads; number++) {
        Step step = steps.apply(number);
        results.add(executor.submit(() -> new Member(step, together).work(nanos)));
      }
      JavaThreads cpu = JavaThreads.start();
      long besideBefore = besideCpu.getAsLong();
      together.await();
      long start = System.nanoTime();
      together.await();
      long wallNanos = System.nanoTime() - start;
      long besideNanos = besideCpu.getAsLong() - besideBefore;
      long cpuNanos = cpu.cpuNanos() - besideNanos;
      together.await();
      return new Work(merged(results), wallNanos, cpuNanos, besideNanos);
    }
  }

  private static Histogram merged(List<Future<Histogram>> results) throws Exception {
    Histogram merged = Member.histogram();
    for (Future<Histogram> result : results) {
      merged.add(result.get());
    }
    return merged;
  }

  private record Member(Step step, CyclicBarrier together) {
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
