package io.isolde.stm.collection;

import java.util.Iterator;
import java.util.Objects;

/** The values of a sorted map, in the order of their keys. Thread-safe. */
final class SortedValues<K, V> extends SortedView<K, V, V> {
  SortedValues(TSortedMap<K, V> map) {
    super(map);
  }

  @Override
  public Iterator<V> iterator() {
    return map.pages().values(map.range(), map.isDescending(), map::remove);
  }

  @Override
  public boolean contains(Object value) {
    return super.contains(Objects.requireNonNull(value, "value"));
  }
}
