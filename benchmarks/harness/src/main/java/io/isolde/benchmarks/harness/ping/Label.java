package io.isolde.benchmarks.harness.ping;

import java.util.Arrays;
import java.util.Locale;

/**
 * Where the processors were while several threads worked. Figures of several threads are compared
 * within a label only.
 *
 * <p>The hypervisor of a virtual machine moves its processors about. On the reference machine, two
 * that share a cache hand a line over in 25 to 65 ns, two that do not in 170 to 255, and this
 * changes every few seconds.
 */
public enum Label {
  /** Nobody pinged: one thread worked, or the results are older than the pings. */
  NONE,
  /** All pings took less than {@value #FAR_NANOS} ns. */
  NEAR,
  /** All pings took {@value #FAR_NANOS} ns or more, but no thread waited for a processor. */
  FAR,
  /**
   * Some pings were near and some far, so the processors were moved meanwhile; or one took {@value
   * #SHARED_NANOS} ns or more, so its two threads had to share a processor. Never compared.
   */
  MOVED;

  /** From here on a hand-over is far: the geometric mean of what near and far pings take. */
  public static final double FAR_NANOS = 100;

  private static final double SHARED_NANOS = 1000;

  /** The label of what was measured between pings that took that long. */
  public static Label of(double... nanos) {
    if (nanos.length == 0) {
      return NONE;
    }
    double shortest = Arrays.stream(nanos).min().orElseThrow();
    double longest = Arrays.stream(nanos).max().orElseThrow();
    if (longest < FAR_NANOS) {
      return NEAR;
    }
    return shortest >= FAR_NANOS && longest < SHARED_NANOS ? FAR : MOVED;
  }

  /** Whether figures with this label may be compared with each other. */
  public boolean isComparable() {
    return this != MOVED;
  }

  /** What follows the name of a measurement: {@code ", near"}, or nothing without a label. */
  public String suffix() {
    return this == NONE ? "" : ", " + name().toLowerCase(Locale.ROOT);
  }
}
