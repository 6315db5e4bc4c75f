package io.isolde.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;

/**
 * CPU time of all Java threads, carriers of virtual threads included; to the nanosecond, which that
 * of the process is not.
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

  /** CPU time since the start of all threads that still live. */
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
