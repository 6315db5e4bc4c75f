package io.isolde.benchmarks.peer.nothing;

import io.isolde.benchmarks.peer.Dictionary;
import io.isolde.benchmarks.peer.Tally;

/** Uses its arguments, so that picking them is not optimised away. */
public final class PeerDictionary implements Dictionary {
  private final int size;
  private int seen;

  public PeerDictionary(int size) {
    this.size = size;
  }

  @Override
  public Integer get(Integer key) {
    return key;
  }

  @Override
  public void put(Integer key, Integer value) {
    seen += key ^ value;
  }

  @Override
  public void remove(Integer key) {
    seen += key;
  }

  @Override
  public int exchange(Integer[] read, Integer[] written, Integer value, Tally tally) {
    int sum = 0;
    for (Integer key : read) {
      sum += key;
    }
    for (Integer key : written) {
      put(key, value);
    }
    return sum;
  }

  @Override
  public boolean insert(Integer key, Integer value, Tally tally) {
    put(key, value);
    return true;
  }

  /** Depends on what was seen, in a way that the compiler cannot predict. */
  @Override
  public long sum() {
    return size() * (size() - 1L) / 2;
  }

  @Override
  public int size() {
    return seen == Integer.MIN_VALUE ? seen : size;
  }
}
