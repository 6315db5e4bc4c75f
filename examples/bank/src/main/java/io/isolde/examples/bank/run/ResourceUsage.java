package io.isolde.examples.bank.run;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a run has used of the machine.
 *
 * <p>Immutable.
 *
 * @param elapsed how long it took
 * @param cpu the CPU time of all threads of the process, compiler and collector included
 * @param compiling how long the compiler threads were busy, even if they waited for a processor
 */
public record ResourceUsage(Duration elapsed, Duration cpu, Duration compiling) {
  static final ResourceUsage NONE = new ResourceUsage(Duration.ZERO, Duration.ZERO, Duration.ZERO);

  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final @Nullable CompilationMXBean COMPILER =
      ManagementFactory.getCompilationMXBean();

  /** What was used until now; only differences mean something. */
  static ResourceUsage untilNow() {
    return new ResourceUsage(
        Duration.ofNanos(System.nanoTime()),
        Duration.ofNanos(PROCESS.getProcessCpuTime()),
        Duration.ofMillis(COMPILER == null ? 0 : COMPILER.getTotalCompilationTime()));
  }

  /** What was used since then. */
  ResourceUsage since(ResourceUsage begin) {
    return new ResourceUsage(
        elapsed.minus(begin.elapsed), cpu.minus(begin.cpu), compiling.minus(begin.compiling));
  }

  /** The CPU time that the calling thread has used, in nanoseconds. */
  static long cpuNanosOfThread() {
    return THREADS.getCurrentThreadCpuTime();
  }
}
