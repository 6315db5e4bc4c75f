package io.isolde.store.spi;

import io.isolde.store.StoreSortedMap;
import java.util.Comparator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Base class of the sorted maps of all stores: adds the operations that depend on the order, and
 * builds them on {@link #ask} and {@link #view}. A sub-map or descending map is another object of
 * the same class. Thread-safe.
 */
public abstract class AbstractStoreSortedMap<K, V> extends AbstractStoreMap<K, V>
    implements StoreSortedMap<K, V> {
  /** Takes a name and types. */
  protected AbstractStoreSortedMap(String name, Class<K> keyType, Class<V> valueType) {
    super(name, keyType, valueType);
  }

  // ---- what a backend provides ----

  /**
   * Applies {@code question} to the entries, in this map's range and order, as one atomic
   * operation.
   *
   * @param question only reads; its result must not depend on the later state
   */
  protected abstract <T extends @Nullable Object> T ask(Function<NavigableMap<K, V>, T> question);

  /**
   * Makes a map of a part of the entries, or in another order; this is not an operation on the
   * store.
   */
  protected abstract AbstractStoreSortedMap<K, V> view(UnaryOperator<NavigableMap<K, V>> part);

  // ---- entries and keys by order ----

  @Override
  public Map.@Nullable Entry<K, V> firstEntry() {
    return ask(NavigableMap::firstEntry);
  }

  @Override
  public Map.@Nullable Entry<K, V> lastEntry() {
    return ask(NavigableMap::lastEntry);
  }

  @Override
  public Map.@Nullable Entry<K, V> lowerEntry(K key) {
    K checked = key(key);
    return ask(entries -> entries.lowerEntry(checked));
  }

  @Override
  public Map.@Nullable Entry<K, V> floorEntry(K key) {
    K checked = key(key);
    return ask(entries -> entries.floorEntry(checked));
  }

  @Override
  public Map.@Nullable Entry<K, V> ceilingEntry(K key) {
    K checked = key(key);
    return ask(entries -> entries.ceilingEntry(checked));
  }

  @Override
  public Map.@Nullable Entry<K, V> higherEntry(K key) {
    K checked = key(key);
    return ask(entries -> entries.higherEntry(checked));
  }

  @Override
  public K firstKey() {
    return ask(NavigableMap::firstKey);
  }

  @Override
  public K lastKey() {
    return ask(NavigableMap::lastKey);
  }

  @Override
  public @Nullable K lowerKey(K key) {
    K checked = key(key);
    return ask(entries -> entries.lowerKey(checked));
  }

  @Override
  public @Nullable K floorKey(K key) {
    K checked = key(key);
    return ask(entries -> entries.floorKey(checked));
  }

  @Override
  public @Nullable K ceilingKey(K key) {
    K checked = key(key);
    return ask(entries -> entries.ceilingKey(checked));
  }

  @Override
  public @Nullable K higherKey(K key) {
    K checked = key(key);
    return ask(entries -> entries.higherKey(checked));
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

  @Override
  public ConcurrentNavigableMap<K, V> subMap(
      K from, boolean fromInclusive, K to, boolean toInclusive) {
    K checkedFrom = key(from);
    K checkedTo = key(to);
    return view(entries -> entries.subMap(checkedFrom, fromInclusive, checkedTo, toInclusive));
  }

  @Override
  public ConcurrentNavigableMap<K, V> headMap(K to, boolean inclusive) {
    K checked = key(to);
    return view(entries -> entries.headMap(checked, inclusive));
  }

  @Override
  public ConcurrentNavigableMap<K, V> tailMap(K from, boolean inclusive) {
    K checked = key(from);
    return view(entries -> entries.tailMap(checked, inclusive));
  }

  @Override
  public ConcurrentNavigableMap<K, V> subMap(K from, K to) {
    return subMap(from, true, to, false);
  }

  @Override
  public ConcurrentNavigableMap<K, V> headMap(K to) {
    return headMap(to, false);
  }

  @Override
  public ConcurrentNavigableMap<K, V> tailMap(K from) {
    return tailMap(from, true);
  }

  @Override
  public ConcurrentNavigableMap<K, V> descendingMap() {
    return view(NavigableMap::descendingMap);
  }

  @Override
  public abstract @Nullable Comparator<? super K> comparator();

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
