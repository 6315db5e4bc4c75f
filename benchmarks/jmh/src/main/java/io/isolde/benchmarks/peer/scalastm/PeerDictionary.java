package io.isolde.benchmarks.peer.scalastm;

import io.isolde.benchmarks.peer.Dictionary;
import io.isolde.benchmarks.peer.Numbers;
import io.isolde.benchmarks.peer.Tally;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import scala.concurrent.stm.japi.STM;

/** A {@code TMap.View}, by the Java API. */
public final class PeerDictionary implements Dictionary {
  private final Map<Integer, Integer> map = STM.newMap();

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
    Callable<Integer> body =
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
        };
    return STM.atomic(body);
  }

  @Override
  public boolean insert(Integer key, Integer value, Tally tally) {
    Callable<Boolean> body =
        () -> {
          tally.attempt();
          boolean absent = !map.containsKey(key);
          map.put(key, value);
          return absent;
        };
    return STM.atomic(body);
  }

  @Override
  public long sum() {
    // iteration outside of a transaction is over a snapshot
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
