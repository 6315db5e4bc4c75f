package io.isolde.stm.collection;

import java.util.Objects;

/** The values of a sorted map, in the order of their keys. Thread-safe. */
final class SortedValues<K, V> extends SortedView<K, V, V> {
  SortedValues(TSortedMap<K, V> map) {
    super(map);
  }

  @Override
  V element(K key, V value) {
    return value;
  }

  @Override
  public boolean contains(Object value) {
    return super.contains(Objects.requireNonNull(value, "value"));
  }
}
