package io.isolde.benchmarks.durable.rounds;

import io.isolde.benchmarks.durable.rounds.Shift.Beside;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** A thread that repeats a step beside a crew, until it is told to stop. Thread-confined. */
final class Companion {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Step step;
  private final FutureTask<Beside> task = new FutureTask<>(this::repeat);
  private final Thread thread = Thread.ofPlatform().name("companion").unstarted(task);
  private volatile boolean stopping;

  private Companion(Step step) {
    this.step = step;
  }

  static Companion start(Step step) {
    Companion companion = new Companion(step);
    companion.thread.start();
    return companion;
  }

  private Beside repeat() throws Exception {
    long start = System.nanoTime();
    long passes = 0;
    while (!stopping) {
      step.run();
      passes++;
    }
    return new Beside(0, passes, (System.nanoTime() - start) / Math.max(1, passes));
  }

  /** CPU time so far. */
  long cpuNanos() {
    return THREADS.getThreadCpuTime(thread.threadId());
  }

  /** Stops it after its current pass, which may end after {@code cpuNanos} was taken. */
  Beside stop(long cpuNanos) throws InterruptedException, ExecutionException {
    stopping = true;
    Beside done = task.get();
    return new Beside(cpuNanos, done.passes(), done.passNanos());
  }
}
