package io.isolde.stm.collection;

import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** What tests of the sorted map look at inside, and maps to begin with. */
final class Sorted {
  /** So many entries, put at random, make leaves that take many entries each. */
  static final int MANY = 7_000;

  private Sorted() {}

  static LeafChain<?, ?> chain(NavigableMap<?, ?> map) {
    return (LeafChain<?, ?>) ((TSortedMap<?, ?>) map).pages();
  }

  /** The content, after a look at the invariants if it is one of ours. */
  static <K, V> NavigableMap<K, V> checked(NavigableMap<K, V> map) {
    if (map instanceof TSortedMap<?, ?>) {
      chain(map).assertInvariants();
    }
    return new TreeMap<>(map);
  }

  /** Puts the even numbers below {@code 2 * count}, in an order that mixes them. */
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
