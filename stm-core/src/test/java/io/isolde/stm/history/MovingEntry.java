package io.isolde.stm.history;

import io.isolde.checks.Threads;
import io.isolde.stm.Stm;
import io.isolde.stm.collection.TSortedMap;

/**
 * An entry of a sorted map that moves to and fro between two leaves. Queries outside transactions,
 * which look into one leaf after the other, must always find it.
 */
final class MovingEntry {
  private static final int QUESTIONS = 100_000;
  private static final int LOW = 1;
  private static final int HIGH = 9;

  private final TSortedMap<Integer, Integer> map = new TSortedMap<>();

  private MovingEntry() {
    map.put(LOW, 0);
    map.put(HIGH, 0);
    map.remove(HIGH);
  }

  /** Fails if the entry was not found. */
  static void run() {
    MovingEntry entry = new MovingEntry();
    try (Threads threads = Threads.platform()) {
      threads.repeat(entry::move);
      entry.askOften();
      threads.finish();
    }
  }

  private void move() {
    Stm.atomic(
        () -> {
          int from = map.containsKey(LOW) ? LOW : HIGH;
          map.put(LOW + HIGH - from, 0);
          map.remove(from);
        });
  }

  private void askOften() {
    for (int i = 0; i < QUESTIONS; i++) {
      require(map.firstEntry() != null);
      require(map.floorEntry(HIGH) != null);
      require(!map.isEmpty());
    }
  }

  private static void require(boolean found) {
    if (!found) {
      throw new AssertionError("an entry was not found while it moved");
    }
  }
}
