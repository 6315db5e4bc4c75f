package io.isolde.store.spi;

import java.util.Iterator;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The iterator of a map's view; {@code remove} removes from the map. Thread-confined. */
final class ViewIterator<K, V, E> implements Iterator<E> {
  private final BackedMap<K, V> map;
  private final Iterator<Map.Entry<K, V>> entries;
  private final Function<Map.Entry<K, V>, E> element;
  private @Nullable K last;

  ViewIterator(BackedMap<K, V> map, Function<Map.Entry<K, V>, E> element) {
    this.map = map;
    this.entries = map.entries();
    this.element = element;
  }

  @Override
  public boolean hasNext() {
    return entries.hasNext();
  }

  @Override
  public E next() {
    Map.Entry<K, V> entry = entries.next();
    last = entry.getKey();
    return element.apply(entry);
  }

  @Override
  public void remove() {
    K key = last;
    if (key == null) {
      throw new IllegalStateException("there is no element to remove: call next() before");
    }
    last = null;
    map.remove(key);
  }
}
