package io.isolde.stm.history;

import io.isolde.checks.Threads;
import io.isolde.stm.Stm;
import io.isolde.stm.collection.TMap;
import io.isolde.stm.collection.TSortedMap;
import java.util.Iterator;
import java.util.Map;

/**
 * An entry that moves to and fro between two leaves of a sorted map, or between two buckets of a
 * hash map. Queries outside transactions, which look into one after the other, must always find it.
 */
final class MovingEntry {
  private static final int QUESTIONS = 100_000;
  private static final int ITERATIONS = 5_000;
  private static final int LOW = 1;
  private static final int HIGH = 9;

  private MovingEntry() {}

  /** Fails if the entry was not found. */
  static void run() {
    TSortedMap<Integer, Integer> sorted = new TSortedMap<>();
    sorted.put(LOW, 0);
    sorted.put(HIGH, 0);
    sorted.remove(HIGH);
    besideMoves(sorted, () -> askOften(sorted));

    TMap<Integer, Integer> hashed = new TMap<>();
    hashed.put(LOW, 0);
    besideMoves(hashed, () -> iterateOften(hashed));
  }

  private static void besideMoves(Map<Integer, Integer> map, Runnable questions) {
    try (Threads threads = Threads.platform()) {
      threads.repeat(() -> move(map));
      questions.run();
      threads.finish();
    }
  }

  private static void move(Map<Integer, Integer> map) {
    Stm.atomic(
        () -> {
          int from = map.containsKey(LOW) ? LOW : HIGH;
          map.put(LOW + HIGH - from, 0);
          map.remove(from);
        });
  }

  private static void askOften(TSortedMap<Integer, Integer> map) {
    for (int i = 0; i < QUESTIONS; i++) {
      require(map.firstEntry() != null);
      require(map.floorEntry(HIGH) != null);
      require(!map.isEmpty());
    }
  }

  private static void iterateOften(TMap<Integer, Integer> map) {
    for (int i = 0; i < ITERATIONS; i++) {
      Iterator<Integer> keys = map.keySet().iterator();
      require(keys.hasNext());
      keys.next();
      require(!keys.hasNext());
    }
  }

  private static void require(boolean foundOnce) {
    if (!foundOnce) {
      throw new AssertionError("an entry was not found once while it moved");
    }
  }
}
