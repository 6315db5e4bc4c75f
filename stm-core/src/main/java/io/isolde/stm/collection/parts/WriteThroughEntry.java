package io.isolde.stm.collection.parts;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An entry as an iterator found it in a map; setting its value puts that into the map, too.
 * Thread-confined.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public final class WriteThroughEntry<K, V> implements Map.Entry<K, V> {
  private final Map<K, V> map;
  private final K key;
  private V value;

  /** Makes an entry of {@code map}. */
  public WriteThroughEntry(Map<K, V> map, K key, V value) {
    this.map = map;
    this.key = key;
    this.value = value;
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
