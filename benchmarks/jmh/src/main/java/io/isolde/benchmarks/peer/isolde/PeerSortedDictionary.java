package io.isolde.benchmarks.peer.isolde;

import io.isolde.benchmarks.peer.Numbers;
import io.isolde.benchmarks.peer.SortedDictionary;
import io.isolde.stm.collection.TSortedMap;
import org.jspecify.annotations.Nullable;

/** A {@link TSortedMap}. */
public final class PeerSortedDictionary implements SortedDictionary {
  private final TSortedMap<Integer, Integer> map = new TSortedMap<>();

  public PeerSortedDictionary(int size) {
    for (Integer number : Numbers.shuffled(size)) {
      map.put(number, number);
    }
  }

  @Override
  public @Nullable Integer get(Integer key) {
    return map.get(key);
  }

  @Override
  public int sum(Integer from, Integer to) {
    int sum = 0;
    for (Integer value : map.subMap(from, to).values()) {
      sum += value;
    }
    return sum;
  }
}
