package io.isolde.store.spi;

import java.util.Iterator;
import java.util.Map;

/** The {@code keySet} view of a map. Thread-safe. */
class KeyView<K, V> extends SetView<K, V, K> {
  KeyView(BackedMap<K, V> map) {
    super(map);
  }

  @Override
  public final Iterator<K> iterator() {
    return new ViewIterator<>(map, Map.Entry::getKey);
  }

  @Override
  public final boolean contains(Object key) {
    return map.containsKey(key);
  }

  @Override
  public final boolean remove(Object key) {
    return map.remove(key) != null;
  }
}
