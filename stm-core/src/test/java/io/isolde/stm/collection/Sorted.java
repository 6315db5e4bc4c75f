package io.isolde.stm.collection;

import io.isolde.stm.collection.sorted.LeafProbe;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Access to the inside of sorted maps for their tests, and maps to start with. */
final class Sorted {
  /** With this many entries, put at random, each leaf takes many entries. */
  static final int MANY = 7_000;

  private Sorted() {}

  static LeafProbe chain(NavigableMap<?, ?> map) {
    return LeafProbe.of(((TSortedMap<?, ?>) map).pages());
  }

  /** The contents, after a check of the invariants if the map is one of ours. */
  static <K, V> NavigableMap<K, V> checked(NavigableMap<K, V> map) {
    if (map instanceof TSortedMap<?, ?>) {
      chain(map).assertInvariants();
    }
    return new TreeMap<>(map);
  }

  /** Puts the even numbers below {@code 2 * count}, in a mixed order. */
  static <M extends NavigableMap<Integer, Integer>> M filled(M map, int count) {
    IntStream.range(0, count)
        .map(i -> 2 * (int) (i * 7919L % count)) // a prime that divides no count used here
        .forEach(key -> map.put(key, key));
    return map;
  }

  static TSortedMap<Integer, Integer> filled(int count) {
    return filled(new TSortedMap<>(), count);
  }
}
