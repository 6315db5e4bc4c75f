package io.isolde.store.testkit;

import io.isolde.checks.history.AttemptRecord;
import io.isolde.checks.history.Key;
import io.isolde.store.Store;
import io.isolde.store.StoreMap;
import io.isolde.store.StoreRef;
import io.isolde.store.StoreSortedMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * The names that random transactions use: refs, and keys of maps, which are absent at first.
 * Thread-safe.
 */
final class Variables {
  private static final int OF_EACH_KIND = 3;

  private final StoreSortedMap<Integer, Long> sorted;
  private final List<Variable> scanned = new ArrayList<>();
  private final List<Variable> all = new ArrayList<>();

  Variables(Store store) {
    StoreMap<Integer, Long> map = store.map("history map", Integer.class, Long.class);
    sorted = store.sortedMap("history sorted map", Integer.class, Long.class);
    for (int i = 0; i < OF_EACH_KIND; i++) {
      all.add(ref(store.ref("history ref " + i, Long.class, Key.INITIAL)));
      all.add(key("map key " + i, map, i));
      scanned.add(key("sorted key " + i, sorted, i));
    }
    all.addAll(scanned);
  }

  private static Variable ref(StoreRef<Long> ref) {
    return new Variable(ref.name(), ref::get, ref::getAndSet);
  }

  private static Variable key(String name, StoreMap<Integer, Long> map, int key) {
    return new Variable(
        name,
        () -> map.getOrDefault(key, Key.INITIAL),
        value -> {
          Long before = map.put(key, value);
          return before == null ? Key.INITIAL : before;
        });
  }

  List<Variable> all() {
    return all;
  }

  Variable any(RandomGenerator random) {
    return all.get(random.nextInt(all.size()));
  }

  /** Reads all variables. The sorted map is iterated over: a key that does not appear is absent. */
  void readAll(AttemptRecord attempt) {
    all.stream().filter(variable -> !scanned.contains(variable)).forEach(v -> v.read(attempt));
    Map<Integer, Long> found = new HashMap<>();
    sorted.headMap(OF_EACH_KIND).forEach(found::put);
    for (int i = 0; i < OF_EACH_KIND; i++) {
      scanned.get(i).noteRead(attempt, found.getOrDefault(i, Key.INITIAL));
    }
  }
}
