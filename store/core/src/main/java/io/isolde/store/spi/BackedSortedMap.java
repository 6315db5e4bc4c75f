package io.isolde.store.spi;

import io.isolde.store.StoreSortedMap;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableSet;
import java.util.NoSuchElementException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The sorted map of a store over a {@link SortedMapBackend}: adds what depends on the order to
 * {@link BackedMap}. A sub-map or descending map is another object over the same backend, with a
 * range and an order of its own. Thread-safe.
 *
 * <p>What the methods promise is said at {@link StoreSortedMap}.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public final class BackedSortedMap<K extends Comparable<? super K>, V> extends BackedMap<K, V>
    implements StoreSortedMap<K, V> {
  private final SortedMapBackend<K, V> backend;
  private final KeyRange<K> range;
  private final boolean descending;

  /**
   * Makes a map of all entries, in ascending order; this is not an operation on the store, and
   * calls nothing of the backend.
   *
   * @param store the store that the map belongs to
   * @param name the name under which the map was opened
   * @param keyType the class of the keys, not primitive: others are refused
   * @param valueType the class of the values, not primitive: others are refused
   * @param backend what keeps the entries; used by this map and its views alone
   */
  public BackedSortedMap(
      AbstractStore store,
      String name,
      Class<K> keyType,
      Class<V> valueType,
      SortedMapBackend<K, V> backend) {
    super(store, name, keyType, valueType, backend);
    this.backend = backend;
    this.range = KeyRange.all();
    this.descending = false;
  }

  /** Makes a view. */
  private BackedSortedMap(BackedSortedMap<K, V> whole, KeyRange<K> range, boolean descending) {
    super(whole.store(), whole.name(), whole.keyType(), whole.valueType(), whole.backend);
    this.backend = whole.backend;
    this.range = range;
    this.descending = descending;
  }

  // ---- what the backend does, in this range ----

  @Override
  public @Nullable V get(Object key) {
    K checked = key(key);
    V value = backend.get(checked);
    return range.contains(checked) ? value : null;
  }

  @Override
  public @Nullable V put(K key, V value) {
    K checked = key(key);
    V written = value(value);
    if (!range.contains(checked)) {
      requireOpen();
      throw range.outOfRange(checked);
    }
    return backend.put(checked, written);
  }

  @Override
  public @Nullable V remove(Object key) {
    K checked = key(key);
    return range.contains(checked) ? backend.remove(checked) : get(checked);
  }

  @Override
  public int size() {
    return backend.size(range);
  }

  @Override
  public boolean isEmpty() {
    return firstEntry() == null;
  }

  @Override
  Iterator<Map.Entry<K, V>> entries() {
    return backend.entries(range, descending);
  }

  // ---- entries and keys by order ----

  /** The first entry of a part, in the order of this map. */
  private Map.@Nullable Entry<K, V> first(KeyRange<K> part) {
    return descending ? backend.last(part) : backend.first(part);
  }

  /** The last entry of a part, in the order of this map. */
  private Map.@Nullable Entry<K, V> last(KeyRange<K> part) {
    return descending ? backend.first(part) : backend.last(part);
  }

  /** The part before a key, in the order of this map. */
  private KeyRange<K> head(K key, boolean inclusive) {
    return descending ? range.from(key, inclusive) : range.to(key, inclusive);
  }

  /** The part after a key, in the order of this map. */
  private KeyRange<K> tail(K key, boolean inclusive) {
    return descending ? range.to(key, inclusive) : range.from(key, inclusive);
  }

  @Override
  public Map.@Nullable Entry<K, V> firstEntry() {
    return first(range);
  }

  @Override
  public Map.@Nullable Entry<K, V> lastEntry() {
    return last(range);
  }

  @Override
  public Map.@Nullable Entry<K, V> lowerEntry(K key) {
    return last(head(key(key), false));
  }

  @Override
  public Map.@Nullable Entry<K, V> floorEntry(K key) {
    return last(head(key(key), true));
  }

  @Override
  public Map.@Nullable Entry<K, V> ceilingEntry(K key) {
    return first(tail(key(key), true));
  }

  @Override
  public Map.@Nullable Entry<K, V> higherEntry(K key) {
    return first(tail(key(key), false));
  }

  @Override
  public K firstKey() {
    return presentKey(firstEntry());
  }

  @Override
  public K lastKey() {
    return presentKey(lastEntry());
  }

  private static <K> K presentKey(Map.@Nullable Entry<K, ?> entry) {
    if (entry == null) {
      throw new NoSuchElementException("the map is empty");
    }
    return entry.getKey();
  }

  @Override
  public @Nullable K lowerKey(K key) {
    return keyOf(lowerEntry(key));
  }

  @Override
  public @Nullable K floorKey(K key) {
    return keyOf(floorEntry(key));
  }

  @Override
  public @Nullable K ceilingKey(K key) {
    return keyOf(ceilingEntry(key));
  }

  @Override
  public @Nullable K higherKey(K key) {
    return keyOf(higherEntry(key));
  }

  /** The key of an entry that may be absent. */
  static <K> @Nullable K keyOf(Map.@Nullable Entry<K, ?> entry) {
    return entry == null ? null : entry.getKey();
  }

  @Override
  public Map.@Nullable Entry<K, V> pollFirstEntry() {
    return together(() -> polled(this::firstEntry));
  }

  @Override
  public Map.@Nullable Entry<K, V> pollLastEntry() {
    return together(() -> polled(this::lastEntry));
  }

  /**
   * Removes the entry at {@code end}. Without a common transaction, another thread may remove that
   * entry first; then this tries the next one.
   */
  private Map.@Nullable Entry<K, V> polled(Supplier<Map.@Nullable Entry<K, V>> end) {
    Map.Entry<K, V> entry = end.get();
    V value = null;
    while (entry != null && (value = remove(entry.getKey())) == null) {
      entry = end.get();
    }
    return entry == null || value == null ? null : Map.entry(entry.getKey(), value);
  }

  // ---- views ----

  /** Returns {@code key}, unless it is out of range, as a bound of a view. */
  private K bound(K key, boolean inclusive) {
    return range.requireBound(key(key), inclusive);
  }

  @Override
  public BackedSortedMap<K, V> subMap(K from, boolean fromInclusive, K to, boolean toInclusive) {
    K first = bound(from, fromInclusive);
    K last = bound(to, toInclusive);
    KeyRange<K> part =
        descending
            ? new KeyRange<>(last, toInclusive, first, fromInclusive)
            : new KeyRange<>(first, fromInclusive, last, toInclusive);
    return new BackedSortedMap<>(this, part, descending);
  }

  @Override
  public BackedSortedMap<K, V> headMap(K to, boolean inclusive) {
    return new BackedSortedMap<>(this, head(bound(to, inclusive), inclusive), descending);
  }

  @Override
  public BackedSortedMap<K, V> tailMap(K from, boolean inclusive) {
    return new BackedSortedMap<>(this, tail(bound(from, inclusive), inclusive), descending);
  }

  @Override
  public BackedSortedMap<K, V> subMap(K from, K to) {
    return subMap(from, true, to, false);
  }

  @Override
  public BackedSortedMap<K, V> headMap(K to) {
    return headMap(to, false);
  }

  @Override
  public BackedSortedMap<K, V> tailMap(K from) {
    return tailMap(from, true);
  }

  @Override
  public BackedSortedMap<K, V> descendingMap() {
    return new BackedSortedMap<>(this, range, !descending);
  }

  @Override
  public @Nullable Comparator<? super K> comparator() {
    return descending ? Collections.reverseOrder() : null;
  }

  @Override
  public NavigableSet<K> keySet() {
    return new SortedKeyView<>(this);
  }

  @Override
  public NavigableSet<K> navigableKeySet() {
    return keySet();
  }

  @Override
  public NavigableSet<K> descendingKeySet() {
    return descendingMap().navigableKeySet();
  }
}
