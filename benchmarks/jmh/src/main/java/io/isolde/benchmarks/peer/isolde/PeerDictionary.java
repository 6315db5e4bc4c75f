package io.isolde.benchmarks.peer.isolde;

import static io.isolde.stm.Stm.atomic;
import static io.isolde.stm.Stm.snapshot;

import io.isolde.benchmarks.peer.Dictionary;
import io.isolde.benchmarks.peer.Numbers;
import io.isolde.benchmarks.peer.Tally;
import io.isolde.stm.collection.TMap;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A {@link TMap}. */
public final class PeerDictionary implements Dictionary {
  private final TMap<Integer, Integer> map = new TMap<>();

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
    return atomic(
        () -> {
          tally.attempt();
          int sum = 0;
          for (Integer key : read) {
            sum += Objects.requireNonNull(map.get(key));
          }
          for (Integer key : written) {
            map.put(key, value);
          }
          return sum;
        });
  }

  @Override
  public boolean insert(Integer key, Integer value, Tally tally) {
    return atomic(
        () -> {
          tally.attempt();
          boolean absent = !map.containsKey(key);
          map.put(key, value);
          return absent;
        });
  }

  @Override
  public long sum() {
    return snapshot(
        () -> {
          long sum = 0;
          for (Integer value : map.values()) {
            sum += value;
          }
          return sum;
        });
  }

  @Override
  public int size() {
    return map.size();
  }
}
