package io.isolde.stm.collection;

import io.isolde.stm.collection.parts.WriteThroughEntry;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The entry set of a hash map, to which no entry can be added. Thread-safe. */
final class HashEntries<K, V> extends AtomicSet<Map.Entry<K, V>> {
  private final TMap<K, V> map;

  HashEntries(TMap<K, V> map) {
    this.map = map;
  }

  @Override
  public Iterator<Map.Entry<K, V>> iterator() {
    return map.iterator(entry -> new WriteThroughEntry<>(map, entry.getKey(), entry.getValue()));
  }

  @Override
  public boolean contains(@Nullable Object other) {
    if (other instanceof Map.Entry<?, ?> wanted && wanted.getKey() != null) {
      Object value = map.get(wanted.getKey());
      return value != null && value.equals(wanted.getValue());
    }
    return false;
  }

  @Override
  public boolean remove(@Nullable Object other) {
    return other instanceof Map.Entry<?, ?> entry
        && entry.getKey() != null
        && map.remove(entry.getKey(), entry.getValue());
  }

  @Override
  public void clear() {
    map.clear();
  }

  @Override
  public boolean isEmpty() {
    return map.isEmpty();
  }

  @Override
  public int size() {
    return map.size();
  }
}
