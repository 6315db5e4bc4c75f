package io.isolde.benchmarks.durable;

import com.sun.management.GarbageCollectionNotificationInfo;
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
 * The most that was on the heap just after any collection, of which the young ones leave garbage
 * behind. Thread-safe.
 */
final class CollectedHeap {
  private final Set<String> pools =
      ManagementFactory.getMemoryPoolMXBeans().stream()
          .filter(pool -> pool.getType() == MemoryType.HEAP)
          .map(MemoryPoolMXBean::getName)
          .collect(Collectors.toSet());
  private final AtomicLong most = new AtomicLong();

  private CollectedHeap() {}

  /** Looks at all collections from now on. */
  static CollectedHeap watch() {
    CollectedHeap heap = new CollectedHeap();
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      ((NotificationEmitter) collector)
          .addNotificationListener((collection, nothing) -> heap.note(collection), null, null);
    }
    return heap;
  }

  private void note(Notification collection) {
    long used =
        GarbageCollectionNotificationInfo.from((CompositeData) collection.getUserData())
            .getGcInfo()
            .getMemoryUsageAfterGc()
            .entrySet()
            .stream()
            .filter(pool -> pools.contains(pool.getKey()))
            .mapToLong(pool -> pool.getValue().getUsed())
            .sum();
    most.accumulateAndGet(used, Math::max);
  }

  /** In bytes; 0 if there was no collection. */
  long most() {
    return most.get();
  }
}
