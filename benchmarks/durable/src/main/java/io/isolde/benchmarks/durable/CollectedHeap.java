package io.isolde.benchmarks.durable;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.GcInfo;
import io.isolde.benchmarks.durable.LargeFile.HeapBytes;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/**
 * Records the largest heap use just after a collection: after any collection, most of which leave
 * garbage behind, and after a full one. Thread-safe.
 */
final class CollectedHeap {
  /** The names of the collectors of whole heaps: those of G1, and of the serial collector. */
  private static final Set<String> FULL = Set.of("G1 Old Generation", "MarkSweepCompact");

  private final Set<String> pools =
      ManagementFactory.getMemoryPoolMXBeans().stream()
          .filter(pool -> pool.getType() == MemoryType.HEAP)
          .map(MemoryPoolMXBean::getName)
          .collect(Collectors.toSet());
  private final AtomicLong most = new AtomicLong();
  private final AtomicLong mostAfterFull = new AtomicLong();

  private CollectedHeap() {}

  /** Watches all collections from now on. */
  static CollectedHeap watch() {
    CollectedHeap heap = new CollectedHeap();
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      ((NotificationEmitter) collector)
          .addNotificationListener((collection, nothing) -> heap.note(collection), null, null);
    }
    return heap;
  }

  private void note(Notification notification) {
    var collection =
        GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData());
    long used = used(collection.getGcInfo());
    most.accumulateAndGet(used, Math::max);
    if (FULL.contains(collection.getGcName())) {
      mostAfterFull.accumulateAndGet(used, Math::max);
    }
  }

  private long used(GcInfo collection) {
    return collection.getMemoryUsageAfterGc().entrySet().stream()
        .filter(pool -> pools.contains(pool.getKey()))
        .mapToLong(pool -> pool.getValue().getUsed())
        .sum();
  }

  /** The figures so far, and the maximum size of the heap. */
  HeapBytes bytes() {
    return new HeapBytes(Runtime.getRuntime().maxMemory(), most.get(), mostAfterFull.get());
  }
}
