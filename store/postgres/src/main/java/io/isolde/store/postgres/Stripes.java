package io.isolde.store.postgres;

import io.isolde.stm.Deadline;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Queues of transactions that have lost: those that write the same rows make their next attempts
 * one after the other. Thread-safe.
 *
 * <p>Stripes only save attempts: the database decides what conflicts.
 */
final class Stripes {
  /*
   * Locks. A transaction takes its stripes in the order of their numbers, before it takes a seat,
   * and holds no seat meanwhile. Those with seats wait for no stripe. So there is no deadlock.
   */
  private static final int COUNT = 256;
  private static final int HELD_MAX = 8;

  private final Semaphore[] stripes = new Semaphore[COUNT];

  Stripes() {
    for (int i = 0; i < COUNT; i++) {
      stripes[i] = new Semaphore(1, true);
    }
  }

  /** The stripes of some rows, in the order in which they must be taken. */
  List<Semaphore> of(Collection<RowKey> rows) {
    return rows.stream()
        .map(row -> Math.floorMod((row.hashCode() * 0x9E3779B9) >>> 16, COUNT))
        .distinct()
        .sorted()
        .limit(HELD_MAX)
        .map(number -> stripes[number])
        .toList();
  }

  /** Takes all; returns false, and takes none, if the deadline passed first. */
  static boolean take(List<Semaphore> wanted, Deadline deadline) throws InterruptedException {
    int taken = 0;
    try {
      while (taken < wanted.size()
          && wanted.get(taken).tryAcquire(deadline.nanosLeft(), TimeUnit.NANOSECONDS)) {
        taken++;
      }
      return taken == wanted.size();
    } finally {
      if (taken < wanted.size()) {
        leave(wanted.subList(0, taken));
      }
    }
  }

  static void leave(List<Semaphore> taken) {
    taken.forEach(Semaphore::release);
  }
}
