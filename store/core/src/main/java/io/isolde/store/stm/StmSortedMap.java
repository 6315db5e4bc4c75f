package io.isolde.store.stm;

import io.isolde.store.spi.KeyRange;
import io.isolde.store.spi.SortedMapBackend;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/** The entries of a sorted map of an {@code stm:} store. Thread-safe. */
final class StmSortedMap<K extends Comparable<? super K>, V> extends StmMap<K, V>
    implements SortedMapBackend<K, V> {
  private final StmStore store;

  /** The same as in the superclass, with order. */
  private final NavigableMap<K, V> entries;

  /** Takes what changes of the map refer to, and a transactional map that has the entries. */
  StmSortedMap(StmStore store, ChangeTarget target, NavigableMap<K, V> entries) {
    super(store, target, entries);
    this.store = store;
    this.entries = entries;
  }

  @Override
  public Map.@Nullable Entry<K, V> first(KeyRange<K> range) {
    store.requireUsable();
    return range.subMapOf(entries).firstEntry();
  }

  @Override
  public Map.@Nullable Entry<K, V> last(KeyRange<K> range) {
    store.requireUsable();
    return range.subMapOf(entries).lastEntry();
  }

  @Override
  public int size(KeyRange<K> range) {
    store.requireUsable();
    return range.subMapOf(entries).size();
  }

  @Override
  public Iterator<Map.Entry<K, V>> entries(KeyRange<K> range, boolean descending) {
    store.requireUsable();
    return range.subMapOf(entries, descending).entrySet().iterator();
  }
}
