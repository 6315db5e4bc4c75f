package io.isolde.stm.history;

import io.isolde.checks.history.AttemptRecord;
import io.isolde.checks.history.Key;
import io.isolde.stm.history.MapVariable.Comer;
import io.isolde.stm.history.MapVariable.Goer;
import io.isolde.stm.history.MapVariable.Mover;
import io.isolde.stm.history.MapVariable.Scan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/**
 * A map and the variables in it. All threads use some thirty neighbouring keys at a time; this
 * window moves along the map with the changes. Thread-safe.
 */
final class MapVariables {
  /** The number of variables in use at a time. */
  private static final int WINDOW = 20;

  private static final int CHANGES_PER_STEP = 8;

  /** The number of keys of a step: of two comers or goers, and half of a mover. */
  private static final int STEP_KEYS = 4;

  /** The number of keys of a region, which has only comers, or only goers, beside movers. */
  private static final int REGION_KEYS = 128;

  /** The number of steps that a mover moves. */
  private static final int MOVE = 3;

  /** The first of the keys that nobody uses. */
  private static final int UNUSED = 1 << 20;

  private final Map<Integer, Long> map;
  private final List<MapVariable> all = new ArrayList<>();
  private final AtomicInteger changes = new AtomicInteger();

  /**
   * Puts the first values into {@code map}.
   *
   * @param changes how many changes there may be before the last variables are reached
   * @param unused the number of entries beside the variables, which make the map large
   */
  MapVariables(Map<Integer, Long> map, int changes, int unused) {
    this.map = map;
    for (int i = 0; i < unused; i++) {
      map.put(UNUSED + (int) (i * 7919L % unused), Key.INITIAL);
    }
    for (int key = 0; all.size() < WINDOW + changes / CHANGES_PER_STEP; key += STEP_KEYS) {
      addStep(key);
    }
    all.forEach(variable -> variable.begin(map));
  }

  /**
   * Adds variables to regions that fill up, where pages are split, or that empty, where they are
   * joined.
   */
  private void addStep(int key) {
    boolean empties = key / REGION_KEYS % 2 == 0;
    all.add(empties ? new Goer(key) : new Comer(key));
    all.add(empties ? new Goer(key + 1) : new Comer(key + 1));
    if (key % (2 * STEP_KEYS) == 0) {
      all.add(new Mover(key + 2, key + MOVE * STEP_KEYS + 3));
    }
  }

  Map<Integer, Long> map() {
    return map;
  }

  private int hot() {
    return Math.min(changes.get() / CHANGES_PER_STEP, all.size() - WINDOW);
  }

  /** One of the variables in use. */
  MapVariable any(RandomGenerator random) {
    return all.get(hot() + random.nextInt(WINDOW));
  }

  /** One of the variables in use, which the caller is about to change. */
  MapVariable anyToChange(RandomGenerator random) {
    changes.getAndIncrement();
    return any(random);
  }

  // ---- scans, by which variables are seen and noted ----

  /** Iterates from one variable in use to another, in either direction. */
  void scan(AttemptRecord attempt, RandomGenerator random) {
    int first = any(random).low;
    int second = any(random).high;
    scan(attempt, Math.min(first, second), Math.max(first, second), random.nextBoolean());
  }

  void scanAll(AttemptRecord attempt) {
    scan(attempt, 0, UNUSED - 1, false);
  }

  private void scan(AttemptRecord attempt, int low, int high, boolean descending) {
    Map<Integer, Long> scanned = map;
    if (map instanceof NavigableMap<Integer, Long> sorted) {
      NavigableMap<Integer, Long> part = sorted.subMap(low, true, high, true);
      scanned = descending ? part.descendingMap() : part;
    }
    Map<Integer, Long> entries = new HashMap<>();
    for (Map.Entry<Integer, Long> entry : scanned.entrySet()) {
      entries.put(entry.getKey(), entry.getValue());
    }
    note(new Scan(low, high, entries), attempt);
  }

  /** Looks up the entry next to a key, which is a scan of everything up to what is found. */
  void next(AttemptRecord attempt, RandomGenerator random) {
    if (map instanceof NavigableMap<Integer, Long> sorted) {
      int key = any(random).low;
      Map.Entry<Integer, Long> entry =
          random.nextBoolean() ? sorted.ceilingEntry(key) : sorted.floorEntry(key);
      if (entry != null) {
        int found = entry.getKey();
        Map<Integer, Long> entries = Map.of(found, entry.getValue());
        note(new Scan(Math.min(key, found), Math.max(key, found), entries), attempt);
      }
    }
  }

  private void note(Scan scan, AttemptRecord attempt) {
    all.forEach(variable -> variable.readIn(scan, attempt));
  }

  /** Requires, in a transaction, that the size is the number of entries. */
  void requireRightSize() {
    int[] entries = {0};
    map.forEach((key, value) -> entries[0]++);
    if (map.size() != entries[0]) {
      throw new AssertionError(entries[0] + " entries, but the size is " + map.size());
    }
  }
}
