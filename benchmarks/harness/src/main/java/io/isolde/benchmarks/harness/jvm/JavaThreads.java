package io.isolde.benchmarks.harness.jvm;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;

/**
 * Measures the CPU time of all Java threads, carriers of virtual threads included; to the
 * nanosecond, unlike the CPU time of the process.
 */
public final class JavaThreads {
  private static final ThreadMXBean THREADS =
      ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

  private final Map<Long, Long> before;

  private JavaThreads(Map<Long, Long> before) {
    this.before = before;
  }

  /** Starts to measure. */
  public static JavaThreads start() {
    return new JavaThreads(cpuNanosById());
  }

  /** CPU time since {@link #start}, of all threads that are still alive. */
  public long cpuNanos() {
    long sum = 0;
    for (Map.Entry<Long, Long> thread : cpuNanosById().entrySet()) {
      sum += thread.getValue() - before.getOrDefault(thread.getKey(), 0L);
    }
    return sum;
  }

  private static Map<Long, Long> cpuNanosById() {
    long[] ids = THREADS.getAllThreadIds();
    long[] nanos = THREADS.getThreadCpuTime(ids);
    Map<Long, Long> byId = new HashMap<>();
    for (int i = 0; i < ids.length; i++) {
      byId.put(ids[i], Math.max(0, nanos[i]));
    }
    return byId;
  }
}
