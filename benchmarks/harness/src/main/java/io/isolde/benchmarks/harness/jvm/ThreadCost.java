package io.isolde.benchmarks.harness.jvm;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * What a thread has taken. Immutable.
 *
 * @param wallNanos how long it took
 * @param cpuNanos its CPU time; 0 for a virtual thread, which has none of its own
 * @param bytes allocated by it; for a virtual thread, by all threads
 */
public record ThreadCost(long wallNanos, long cpuNanos, long bytes) {
  private static final ThreadMXBean THREADS =
      ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

  /** Nothing. */
  public static final ThreadCost NONE = new ThreadCost(0, 0, 0);

  /** What this thread has taken since some moment in the past. */
  public static ThreadCost now() {
    return Thread.currentThread().isVirtual()
        ? new ThreadCost(System.nanoTime(), 0, THREADS.getTotalThreadAllocatedBytes())
        : new ThreadCost(
            System.nanoTime(),
            THREADS.getCurrentThreadCpuTime(),
            THREADS.getCurrentThreadAllocatedBytes());
  }

  /** What this thread has taken since then. */
  public static ThreadCost since(ThreadCost then) {
    return now().minus(then);
  }

  /** The sum. */
  public ThreadCost plus(ThreadCost other) {
    return new ThreadCost(
        wallNanos + other.wallNanos, cpuNanos + other.cpuNanos, bytes + other.bytes);
  }

  /** The difference. */
  public ThreadCost minus(ThreadCost other) {
    return new ThreadCost(
        wallNanos - other.wallNanos, cpuNanos - other.cpuNanos, bytes - other.bytes);
  }
}
