package io.isolde.stm.collection;

import static java.util.Objects.requireNonNull;

import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values of a hash map, to which no value can be added. Thread-safe. */
final class HashValues<K, V> extends AtomicCollection<V> {
  private final TMap<K, V> map;

  HashValues(TMap<K, V> map) {
    this.map = map;
  }

  @Override
  public Iterator<V> iterator() {
    return map.iterator(Map.Entry::getValue);
  }

  @Override
  public boolean contains(@Nullable Object value) {
    return map.containsValue(requireNonNull(value));
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
