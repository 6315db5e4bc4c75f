package io.isolde.store.spi;

import io.isolde.stm.collection.parts.WriteThroughEntry;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;

/** The {@code entrySet} view of a map. Thread-safe. */
final class EntryView<K, V> extends SetView<K, V, Map.Entry<K, V>> {
  EntryView(BackedMap<K, V> map) {
    super(map);
  }

  @Override
  public Iterator<Map.Entry<K, V>> iterator() {
    return new ViewIterator<>(
        map, found -> new WriteThroughEntry<>(map, found.getKey(), found.getValue()));
  }

  @Override
  public boolean contains(Object element) {
    return element instanceof Map.Entry<?, ?> entry
        && entry.getValue() != null
        && Objects.equals(map.get(entry.getKey()), entry.getValue());
  }

  @Override
  public boolean remove(Object element) {
    return element instanceof Map.Entry<?, ?> entry && map.remove(entry.getKey(), entry.getValue());
  }
}
