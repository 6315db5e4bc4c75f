package io.isolde.stm.collection;

import static java.util.Objects.requireNonNull;

import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The key set of a hash map, to which no key can be added. Thread-safe. */
final class HashKeys<K, V> extends AtomicSet<K> {
  private final TMap<K, V> map;

  HashKeys(TMap<K, V> map) {
    this.map = map;
  }

  @Override
  public Iterator<K> iterator() {
    return map.iterator(Map.Entry::getKey);
  }

  @Override
  public boolean contains(@Nullable Object key) {
    return map.containsKey(requireNonNull(key));
  }

  @Override
  public boolean remove(@Nullable Object key) {
    return map.remove(requireNonNull(key)) != null;
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
