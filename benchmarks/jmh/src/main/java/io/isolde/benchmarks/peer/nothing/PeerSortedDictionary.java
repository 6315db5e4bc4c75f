package io.isolde.benchmarks.peer.nothing;

import io.isolde.benchmarks.peer.SortedDictionary;

/** Uses the keys it gets, and nothing else. */
public final class PeerSortedDictionary implements SortedDictionary {
  public PeerSortedDictionary(int size) {}

  @Override
  public Integer get(Integer key) {
    return key;
  }

  @Override
  public int sum(Integer from, Integer to) {
    return (from + to - 1) * (to - from) / 2;
  }
}
