package io.isolde.store.spi;

import io.isolde.store.Store;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A map of an {@link ExclusiveStore}. Thread-safe. */
final class ExclusiveMap<K, V> extends AbstractStoreMap<K, V> {
  private final ExclusiveStore store;
  private final Map<K, V> entries = new HashMap<>();
  private final UndoableMap<K, V> writes;

  ExclusiveMap(ExclusiveStore store, String name, Class<K> keyType, Class<V> valueType) {
    super(name, keyType, valueType);
    this.store = store;
    this.writes = new UndoableMap<>(store, name, entries);
  }

  @Override
  public Store store() {
    return store;
  }

  @Override
  public @Nullable V get(Object key) {
    K checked = key(key);
    return store.transact(() -> entries.get(checked));
  }

  @Override
  public @Nullable V put(K key, V value) {
    key(key);
    value(value);
    return store.transact(() -> writes.put(entries, key, value));
  }

  @Override
  public @Nullable V remove(Object key) {
    K checked = key(key);
    return store.transact(() -> writes.remove(entries, checked));
  }

  @Override
  public int size() {
    return store.transact(entries::size);
  }

  @Override
  protected Iterator<Map.Entry<K, V>> entries() {
    return store.transact(() -> copiesOf(entries)).iterator();
  }
}
