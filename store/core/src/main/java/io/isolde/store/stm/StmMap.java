package io.isolde.store.stm;

import io.isolde.stm.collection.TMap;
import io.isolde.store.spi.MapBackend;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The entries of a map of an {@code stm:} store. Thread-safe. */
class StmMap<K, V> implements MapBackend<K, V> {
  private final StmStore store;
  private final ChangeTarget target;
  private final Map<K, V> entries;

  /** Takes what changes of the map refer to, and a transactional map that has the entries. */
  StmMap(StmStore store, ChangeTarget target, Map<K, V> entries) {
    this.store = store;
    this.target = target;
    this.entries = entries;
  }

  @Override
  public final @Nullable V get(K key) {
    store.requireUsable();
    return entries.get(key);
  }

  @Override
  public final @Nullable V put(K key, V value) {
    Joined joined = store.joined();
    if (joined == null) {
      return store.transact(() -> put(key, value));
    }
    V before = entries.put(key, value);
    if (joined.isObserved()) {
      store.record(target, key, value);
    }
    return before;
  }

  @Override
  public final @Nullable V remove(K key) {
    Joined joined = store.joined();
    if (joined == null) {
      return store.transact(() -> remove(key));
    }
    V before = entries.remove(key);
    if (joined.isObserved() && before != null) {
      store.record(target, key, null);
    }
    return before;
  }

  @Override
  public final int size() {
    store.requireUsable();
    return entries.size();
  }

  @Override
  public final boolean isEmpty() {
    store.requireUsable();
    return entries.isEmpty();
  }

  @Override
  public final Iterator<Map.Entry<K, V>> entries() {
    store.requireUsable();
    Map<K, V> seen = entries instanceof TMap<K, V> map ? map.snapshotOf() : entries;
    return seen.entrySet().iterator();
  }
}
