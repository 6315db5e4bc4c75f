package io.isolde.stm.collection;

import java.util.Iterator;
import java.util.Map;

/** The entry set of a sorted map, with immutable entries. Thread-safe. */
final class SortedEntries<K, V> extends SortedSetView<K, V, Map.Entry<K, V>> {
  SortedEntries(TSortedMap<K, V> map) {
    super(map);
  }

  @Override
  public Iterator<Map.Entry<K, V>> iterator() {
    return map.pages().entries(map.range(), map.isDescending(), map::remove);
  }

  @Override
  public boolean contains(Object element) {
    return element instanceof Map.Entry<?, ?> entry
        && entry.getKey() != null
        && entry.getValue() != null
        && entry.getValue().equals(map.get(entry.getKey()));
  }

  @Override
  public boolean remove(Object element) {
    return element instanceof Map.Entry<?, ?> entry
        && entry.getKey() != null
        && map.remove(entry.getKey(), entry.getValue());
  }
}
