package io.isolde.benchmarks.footprint;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;

/** The heap after a collection. */
final class Heap {
  private static final MemoryMXBean MEMORY = ManagementFactory.getMemoryMXBean();
  private static final int COLLECTIONS = 3;

  private Heap() {}

  static long usedBytes() throws InterruptedException {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
      Thread.sleep(50); // time for cleaners to run
    }
    return MEMORY.getHeapMemoryUsage().getUsed();
  }
}
