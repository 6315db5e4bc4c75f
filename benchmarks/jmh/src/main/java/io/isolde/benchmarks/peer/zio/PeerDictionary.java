package io.isolde.benchmarks.peer.zio;

import io.isolde.benchmarks.peer.Dictionary;
import io.isolde.benchmarks.peer.Numbers;
import io.isolde.benchmarks.peer.Tally;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.collection.Iterator;
import scala.runtime.Nothing$;
import zio.stm.TMap;
import zio.stm.ZSTM;

/** A {@link TMap}. */
public final class PeerDictionary implements Dictionary {
  private final TMap<Integer, Integer> map = Zio.commit(TMap.empty());

  public PeerDictionary(int size) {
    for (Integer number : Numbers.shuffled(size)) {
      put(number, number);
    }
  }

  @Override
  public @Nullable Integer get(Integer key) {
    return valueOf(Zio.commit(map.get(key)));
  }

  @Override
  public void put(Integer key, Integer value) {
    Zio.commit(map.put(key, value));
  }

  @Override
  public void remove(Integer key) {
    Zio.commit(map.delete(key));
  }

  @Override
  public int exchange(Integer[] read, Integer[] written, Integer value, Tally tally) {
    return Zio.commit(
        sum(read, 0, 0)
            .flatMap(
                sum -> {
                  tally.attempt();
                  return puts(written, 0, value, sum);
                }));
  }

  @Override
  public boolean insert(Integer key, Integer value, Tally tally) {
    return Zio.commit(
        map.get(key)
            .flatMap(
                before -> {
                  tally.attempt();
                  return map.put(key, value).as(before::isEmpty);
                }));
  }

  @Override
  public long sum() {
    long sum = 0;
    Iterator<Integer> values = Zio.commit(map.values()).iterator();
    while (values.hasNext()) {
      sum += values.next();
    }
    return sum;
  }

  @Override
  public int size() {
    return (Integer) Zio.commit(map.size());
  }

  private ZSTM<Object, Nothing$, Integer> sum(Integer[] keys, int next, int sum) {
    if (next == keys.length) {
      return ZSTM.succeed(() -> sum);
    }
    return map.get(keys[next]).flatMap(value -> sum(keys, next + 1, sum + value.get()));
  }

  private ZSTM<Object, Nothing$, Integer> puts(Integer[] keys, int next, Integer value, int sum) {
    if (next == keys.length) {
      return ZSTM.succeed(() -> sum);
    }
    return map.put(keys[next], value).flatMap(unit -> puts(keys, next + 1, value, sum));
  }

  private static @Nullable Integer valueOf(Option<Integer> value) {
    return value.isEmpty() ? null : value.get();
  }
}
