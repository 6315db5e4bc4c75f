package io.isolde.benchmarks.peer.clojure;

import clojure.lang.IPersistentMap;
import clojure.lang.PersistentHashMap;
import clojure.lang.Ref;
import io.isolde.benchmarks.peer.Dictionary;
import io.isolde.benchmarks.peer.Numbers;
import io.isolde.benchmarks.peer.Tally;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One {@link Ref} with a persistent map in it: any two writers conflict. */
public final class PeerDictionary implements Dictionary {
  private final Ref ref;

  public PeerDictionary(int size) {
    Map<Integer, Integer> entries = HashMap.newHashMap(size);
    for (Integer number : Numbers.inOrder(size)) {
      entries.put(number, number);
    }
    ref = new Ref(PersistentHashMap.create(entries));
  }

  @Override
  public @Nullable Integer get(Integer key) {
    return (Integer) map().valAt(key);
  }

  @Override
  public void put(Integer key, Integer value) {
    Transactions.run(() -> ref.set(map().assoc(key, value)));
  }

  @Override
  public void remove(Integer key) {
    Transactions.run(() -> ref.set(map().without(key)));
  }

  @Override
  public int exchange(Integer[] read, Integer[] written, Integer value, Tally tally) {
    return (Integer)
        Transactions.run(
            () -> {
              tally.attempt();
              IPersistentMap map = map();
              int sum = 0;
              for (Integer key : read) {
                sum += (Integer) Objects.requireNonNull(map.valAt(key));
              }
              for (Integer key : written) {
                map = map.assoc(key, value);
              }
              ref.set(map);
              return sum;
            });
  }

  @Override
  public boolean insert(Integer key, Integer value, Tally tally) {
    return (Boolean)
        Transactions.run(
            () -> {
              tally.attempt();
              IPersistentMap map = map();
              ref.set(map.assoc(key, value));
              return !map.containsKey(key);
            });
  }

  @Override
  public long sum() {
    long sum = 0;
    for (Object entry : map()) {
      sum += (Integer) ((Map.Entry<?, ?>) entry).getValue();
    }
    return sum;
  }

  @Override
  public int size() {
    return map().count();
  }

  private IPersistentMap map() {
    return (IPersistentMap) ref.deref();
  }
}
