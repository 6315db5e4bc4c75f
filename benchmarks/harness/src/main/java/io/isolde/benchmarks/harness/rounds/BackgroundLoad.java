package io.isolde.benchmarks.harness.rounds;

import io.isolde.benchmarks.harness.rounds.Sample.Background;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** A thread that repeats a step beside the workers, until it is closed. Used by one thread. */
final class BackgroundLoad implements AutoCloseable {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Step step;
  private final FutureTask<Background> task = new FutureTask<>(this::repeat);
  private final Thread thread = Thread.ofPlatform().name("background").unstarted(task);
  private volatile boolean stopping;

  private BackgroundLoad(Step step) {
    this.step = step;
  }

  static BackgroundLoad start(Step step) {
    BackgroundLoad load = new BackgroundLoad(step);
    load.thread.start();
    return load;
  }

  private Background repeat() throws Exception {
    long start = System.nanoTime();
    long passes = 0;
    while (!stopping) {
      step.run();
      passes++;
    }
    return new Background(0, passes, (System.nanoTime() - start) / Math.max(1, passes));
  }

  /** CPU time so far. */
  long cpuNanos() {
    return THREADS.getThreadCpuTime(thread.threadId());
  }

  /**
   * Stops it after its current pass, which may end after {@code cpuNanos} was taken.
   *
   * @throws ExecutionException if a step failed
   */
  Background stop(long cpuNanos) throws InterruptedException, ExecutionException {
    close();
    Background done = task.get();
    return new Background(cpuNanos, done.passes(), done.passNanos());
  }

  /** Stops it after its current pass, and does not wait for that. */
  @Override
  public void close() {
    stopping = true;
  }
}
