package io.isolde.stm.collection;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An entry as an iterator found it in a {@link TMap}; setting its value puts that into the map.
 * Owner-only.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
final class LiveEntry<K, V> implements Map.Entry<K, V> {
  private final TMap<K, V> map;
  private final K key;
  private V value;

  LiveEntry(TMap<K, V> map, Chain<K, V> entry) {
    this.map = map;
    this.key = entry.key;
    this.value = entry.value;
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
