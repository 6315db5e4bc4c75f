package io.isolde.store.agents;

import io.isolde.store.Store;
import io.isolde.store.spi.AbstractStoreMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A map of an {@code agents:} store. Thread-safe. */
final class AgentsMap<K, V> extends AbstractStoreMap<K, V> {
  private final Owners<K, V> owners;

  AgentsMap(AgentsStore store, String name, Class<K> keyType, Class<V> valueType) {
    super(name, keyType, valueType);
    this.owners = new Owners<>(store, name, new ConcurrentHashMap<>());
  }

  @Override
  public Store store() {
    return owners.store();
  }

  @Override
  public @Nullable V get(Object key) {
    return owners.get(key(key));
  }

  @Override
  public @Nullable V put(K key, V value) {
    return owners.put(key(key), value(value));
  }

  @Override
  public @Nullable V remove(Object key) {
    return owners.remove(key(key));
  }

  @Override
  public int size() {
    return owners.size();
  }

  @Override
  protected Iterator<Map.Entry<K, V>> entries() {
    return owners.entries();
  }

  /** The number of owners; for tests. */
  int owners() {
    return owners.count();
  }
}
