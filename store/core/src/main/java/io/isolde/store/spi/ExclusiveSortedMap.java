package io.isolde.store.spi;

import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The entries of a sorted map of an {@link ExclusiveStore}. Thread-safe. */
final class ExclusiveSortedMap<K extends Comparable<? super K>, V> extends ExclusiveMap<K, V>
    implements SortedMapBackend<K, V> {
  private final ExclusiveStore store;

  /** The same as in the superclass, with order. */
  private final NavigableMap<K, V> entries;

  ExclusiveSortedMap(ExclusiveStore store, String name) {
    this(store, name, new TreeMap<>());
  }

  private ExclusiveSortedMap(ExclusiveStore store, String name, NavigableMap<K, V> entries) {
    super(store, name, entries);
    this.store = store;
    this.entries = entries;
  }

  @Override
  public Map.@Nullable Entry<K, V> first(KeyRange<K> range) {
    return store.read(() -> range.subMapOf(entries).firstEntry());
  }

  @Override
  public Map.@Nullable Entry<K, V> last(KeyRange<K> range) {
    return store.read(() -> range.subMapOf(entries).lastEntry());
  }

  @Override
  public int size(KeyRange<K> range) {
    return store.read(() -> range.subMapOf(entries).size());
  }

  @Override
  public Iterator<Map.Entry<K, V>> entries(KeyRange<K> range, boolean descending) {
    return store.read(() -> BackedMap.copiesOf(range.subMapOf(entries, descending))).iterator();
  }
}
