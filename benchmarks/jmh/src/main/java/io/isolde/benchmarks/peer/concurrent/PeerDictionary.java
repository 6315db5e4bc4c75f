package io.isolde.benchmarks.peer.concurrent;

import io.isolde.benchmarks.peer.Dictionary;
import io.isolde.benchmarks.peer.Numbers;
import io.isolde.benchmarks.peer.Tally;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A {@link ConcurrentHashMap}: each operation by itself is atomic, several together are not. */
public final class PeerDictionary implements Dictionary {
  private final ConcurrentHashMap<Integer, Integer> map = new ConcurrentHashMap<>();

  public PeerDictionary(int size) {
    for (Integer number : Numbers.shuffled(size)) {
      map.put(number, number);
    }
  }

  @Override
  public @Nullable Integer get(Integer key) {
    return map.get(key);
  }

  @Override
  public void put(Integer key, Integer value) {
    map.put(key, value);
  }

  @Override
  public void remove(Integer key) {
    map.remove(key);
  }

  @Override
  public int exchange(Integer[] read, Integer[] written, Integer value, Tally tally) {
    tally.attempt();
    int sum = 0;
    for (Integer key : read) {
      sum += Objects.requireNonNull(map.get(key));
    }
    for (Integer key : written) {
      map.put(key, value);
    }
    return sum;
  }

  @Override
  public boolean insert(Integer key, Integer value, Tally tally) {
    tally.attempt();
    boolean absent = !map.containsKey(key);
    map.put(key, value);
    return absent;
  }

  @Override
  public long sum() {
    long sum = 0;
    for (Integer value : map.values()) {
      sum += value;
    }
    return sum;
  }

  @Override
  public int size() {
    return map.size();
  }
}
