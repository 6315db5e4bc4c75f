package io.isolde.store.stm;

import io.isolde.store.Store;
import io.isolde.store.spi.AbstractStoreMap;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A map of an {@code stm:} store. Thread-safe. */
final class StmStoreMap<K, V> extends AbstractStoreMap<K, V> {
  private final StmStore store;
  private final ChangeTarget target;
  private final Map<K, V> entries;

  StmStoreMap(
      StmStore store,
      ChangeTarget target,
      Class<K> keyType,
      Class<V> valueType,
      Map<K, V> entries) {
    super(target.name(), keyType, valueType);
    this.store = store;
    this.target = target;
    this.entries = entries;
  }

  @Override
  public Store store() {
    return store;
  }

  @Override
  public @Nullable V get(Object key) {
    store.requireUsable();
    return entries.get(key(key));
  }

  @Override
  public @Nullable V put(K key, V value) {
    Joined joined = store.joined();
    if (joined == null) {
      return store.transact(() -> put(key, value));
    }
    V before = entries.put(key(key), value(value));
    if (joined.observed) {
      store.record(target, key, value);
    }
    return before;
  }

  @Override
  public @Nullable V remove(Object key) {
    Joined joined = store.joined();
    if (joined == null) {
      return store.transact(() -> remove(key));
    }
    V before = entries.remove(key(key));
    if (joined.observed && before != null) {
      store.record(target, key, null);
    }
    return before;
  }

  @Override
  public int size() {
    store.requireUsable();
    return entries.size();
  }

  @Override
  public boolean isEmpty() {
    store.requireUsable();
    return entries.isEmpty();
  }

  @Override
  protected Iterator<Map.Entry<K, V>> entries() {
    store.requireUsable();
    return entries.entrySet().iterator();
  }
}
