package io.isolde.store.spi;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An entry that an iterator returned; {@code setValue} writes through to the map. Thread-confined.
 */
final class LiveEntry<K, V> implements Map.Entry<K, V> {
  private final AbstractStoreMap<K, V> map;
  private final K key;
  private V value;

  LiveEntry(AbstractStoreMap<K, V> map, Map.Entry<K, V> found) {
    this.map = map;
    this.key = found.getKey();
    this.value = found.getValue();
  }

  @Override
  public K getKey() {
    return key;
  }

  @Override
  public V getValue() {
    return value;
  }

  @Override
  public V setValue(V newValue) {
    map.put(key, newValue);
    V before = value;
    value = newValue;
    return before;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Map.Entry<?, ?> entry
        && key.equals(entry.getKey())
        && value.equals(entry.getValue());
  }

  @Override
  public int hashCode() {
    return key.hashCode() ^ value.hashCode();
  }

  @Override
  public String toString() {
    return key + "=" + value;
  }
}
