package io.isolde.stm.collection;

import io.isolde.stm.collection.parts.RefFactory;
import io.isolde.stm.collection.sorted.KeyRange;
import io.isolde.stm.collection.sorted.Pages;
import java.util.AbstractMap;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A transactional sorted map: {@link java.util.concurrent.ConcurrentSkipListMap} with transactions.
 *
 * {@snippet file="io/isolde/stm/examples/CollectionsSortedTest.java" region="booking"}
 *
 * <p><b>Transactions.</b> Inside a transaction, every method is part of it. Outside, every method
 * is atomic by itself, including bulk methods and those of the views, as if run alone in {@code
 * Stm.atomic}. Functions passed to a method may run more than once, since a transaction may need
 * several attempts; that is the one difference from the contract of the JDK's class. They may use
 * the map, including the same key: the value that they return is put afterwards, and null removes
 * the key. If a function throws, the method has changed nothing, and the effects of the function
 * are undone.
 *
 * <p><b>Conflicts.</b> A method that uses a key conflicts only with changes of that key and,
 * because neighbouring keys may share a ref, sometimes of its neighbours. As long as a map has not
 * had more than about 64 entries, each entry shares a ref only with the gap behind it; later, up to
 * 32 consecutive keys may share one. Two insertions into the same gap therefore conflict; in
 * particular, transactions that all append at one end do. A method that reads a range, such as
 * {@link #ceilingEntry} or an iteration, conflicts with changes in that range, including
 * insertions: there are no phantoms, so a transaction that found no key in a range can rely on
 * that. {@link #size} of a map without bounds conflicts with insertions and removals, which do not
 * conflict with each other over the size; {@link #isEmpty} does not read the size.
 *
 * <p><b>Iteration.</b> Outside a transaction, an iterator shows the map as it was when the iterator
 * was made. Inside, it reads on demand, and is exact as long as the transaction itself does not
 * change the map; after the end of the transaction, or on another thread, it throws {@link
 * IllegalStateException} when it would have to read. A parallel stream shows what the transaction
 * sees: it copies its part of the map first. An iterator never throws {@link
 * java.util.ConcurrentModificationException}, and its {@code remove} removes the present entry with
 * the key that was returned last. Entries are immutable.
 *
 * <p><b>Views.</b> Sub-maps, head maps, tail maps and descending maps, and the sets and value
 * collections of all maps, are live: they show the present map, and changes to them change it. A
 * sub-map refuses to store keys outside its bounds with {@link IllegalArgumentException}; looking
 * them up finds nothing.
 *
 * <p><b>Cost.</b> Finding, inserting and removing take logarithmic time, and outside a transaction
 * {@link #get} is one read of a ref. Making an iterator outside a transaction takes time
 * proportional to a fraction, as little as a 20th in a large map, of the entries in the range.
 * {@code size} takes constant time, except for a view with bounds, where it takes as long as making
 * an iterator.
 *
 * <p>Thread-safe. Null keys and values are refused with {@link NullPointerException}, and keys that
 * cannot be compared with {@link ClassCastException}; then nothing has changed. Methods that write
 * throw {@link IllegalStateException} in a {@code snapshot}, and then nothing has changed either.
 * No method waits for a change.
 *
 * @param <K> the type of the keys, which should be immutable
 * @param <V> the type of the values, which should be immutable
 */
public final class TSortedMap<K, V> extends AbstractMap<K, V>
    implements ConcurrentNavigableMap<K, V> {
  private final Pages<K, V> pages;
  private final KeyRange<K> range;
  private final boolean descending;

  /** Makes an empty map in the natural order of its keys. */
  public TSortedMap() {
    this(Pages.<K, V>empty(null, RefFactory.UNNAMED));
  }

  /**
   * Makes an empty map.
   *
   * @param comparator the order of the keys; null for the natural order
   */
  public TSortedMap(@Nullable Comparator<? super K> comparator) {
    this(Pages.<K, V>empty(comparator, RefFactory.UNNAMED));
  }

  /**
   * Makes a map in the natural order of its keys.
   *
   * @param entries the initial entries
   * @throws ClassCastException if a key cannot be compared
   * @throws NullPointerException if a key or value is null
   */
  public TSortedMap(Map<? extends K, ? extends V> entries) {
    this();
    putAll(entries);
  }

  /**
   * Makes a map in the order of another one.
   *
   * @param entries the initial entries, and their order
   * @throws NullPointerException if a key or value is null
   */
  public TSortedMap(SortedMap<K, ? extends V> entries) {
    this(entries.comparator());
    putAll(entries);
  }

  /**
   * Makes an empty map in the natural order of its keys, with a name for messages and reports.
   *
   * @param <K> the type of the keys
   * @param <V> the type of the values
   * @param name need not be unique
   * @return the map
   */
  public static <K, V> TSortedMap<K, V> named(String name) {
    return named(name, null);
  }

  /**
   * Makes an empty map with a name for messages and reports.
   *
   * @param <K> the type of the keys
   * @param <V> the type of the values
   * @param name need not be unique
   * @param comparator the order of the keys; null for the natural order
   * @return the map
   */
  public static <K, V> TSortedMap<K, V> named(
      String name, @Nullable Comparator<? super K> comparator) {
    return new TSortedMap<>(Pages.<K, V>empty(comparator, RefFactory.named(name)));
  }

  private TSortedMap(Pages<K, V> pages) {
    this(pages, pages.allKeys(), false);
  }

  private TSortedMap(Pages<K, V> pages, KeyRange<K> range, boolean descending) {
    this.pages = pages;
    this.range = range;
    this.descending = descending;
  }

  // ---- single keys ----

  /**
   * Casts a key unchecked: a comparison will reveal a wrong type.
   *
   * @throws NullPointerException if it is null
   */
  @SuppressWarnings("unchecked")
  private K key(Object key) {
    return (K) Objects.requireNonNull(key, "key");
  }

  private K keyInRange(K key) {
    if (!range.contains(key(key))) {
      throw outOfRange(key);
    }
    return key;
  }

  private IllegalArgumentException outOfRange(K key) {
    return new IllegalArgumentException(key + " is out of range: " + range);
  }

  @Override
  public @Nullable V get(Object key) {
    K typed = key(key);
    return range.contains(typed) ? pages.get(typed) : null;
  }

  @Override
  public boolean containsKey(Object key) {
    return get(key) != null;
  }

  @Override
  public V getOrDefault(Object key, V defaultValue) {
    V value = get(key);
    return value == null ? defaultValue : value;
  }

  @Override
  public @Nullable V put(K key, V value) {
    Objects.requireNonNull(value, "value");
    return pages.getAndUpdate(keyInRange(key), before -> value);
  }

  @Override
  public @Nullable V putIfAbsent(K key, V value) {
    Objects.requireNonNull(value, "value");
    V present = get(keyInRange(key));
    return present != null
        ? present
        : pages.getAndUpdate(key, before -> before == null ? value : before);
  }

  @Override
  public @Nullable V remove(Object key) {
    return change(key, before -> null);
  }

  @Override
  public boolean remove(Object key, @Nullable Object value) {
    V before = change(key, present -> present != null && present.equals(value) ? null : present);
    return before != null && before.equals(value);
  }

  @Override
  public @Nullable V replace(K key, V value) {
    Objects.requireNonNull(value, "value");
    return change(key, before -> before == null ? null : value);
  }

  @Override
  public boolean replace(K key, V oldValue, V newValue) {
    Objects.requireNonNull(oldValue, "oldValue");
    Objects.requireNonNull(newValue, "newValue");
    return oldValue.equals(change(key, before -> oldValue.equals(before) ? newValue : before));
  }

  /** Changes an entry that is present, if it is in range; returns the value before. */
  private @Nullable V change(Object key, UnaryOperator<@Nullable V> change) {
    K typed = key(key);
    return range.contains(typed) ? pages.getAndUpdate(typed, change) : null;
  }

  @Override
  public @Nullable V computeIfAbsent(K key, Function<? super K, ? extends @Nullable V> function) {
    Objects.requireNonNull(function, "function");
    V present = get(key);
    return present != null
        ? present
        : compute(key, before -> before == null ? function.apply(key) : before);
  }

  @Override
  public @Nullable V computeIfPresent(
      K key, BiFunction<? super K, ? super V, ? extends @Nullable V> function) {
    Objects.requireNonNull(function, "function");
    return compute(key, before -> before == null ? null : function.apply(key, before));
  }

  @Override
  public @Nullable V compute(
      K key, BiFunction<? super K, ? super @Nullable V, ? extends @Nullable V> function) {
    Objects.requireNonNull(function, "function");
    return compute(key, before -> function.apply(key, before));
  }

  @Override
  public @Nullable V merge(
      K key, V value, BiFunction<? super V, ? super V, ? extends @Nullable V> function) {
    Objects.requireNonNull(value, "value");
    Objects.requireNonNull(function, "function");
    return compute(key, before -> before == null ? value : function.apply(before, value));
  }

  /** Returns the new value. A key out of range may only stay absent. */
  private @Nullable V compute(K key, UnaryOperator<@Nullable V> change) {
    return range.contains(key(key))
        ? pages.updateAndGet(key, change)
        : pages.<@Nullable V>write(() -> computeOutOfRange(key, change));
  }

  private @Nullable V computeOutOfRange(K key, UnaryOperator<@Nullable V> change) {
    if (change.apply(null) != null) {
      throw outOfRange(key);
    }
    return null;
  }

  // ---- all entries ----

  @Override
  public void putAll(Map<? extends K, ? extends V> entries) {
    pages.write(
        () -> {
          entries.forEach(this::put);
          return null;
        });
  }

  @Override
  public void clear() {
    pages.clear(range);
  }

  @Override
  public int size() {
    return (int) Math.min(pages.size(range), Integer.MAX_VALUE);
  }

  @Override
  public boolean isEmpty() {
    return firstEntry() == null;
  }

  @Override
  public boolean containsValue(Object value) {
    return values().contains(value);
  }

  @Override
  public void forEach(BiConsumer<? super K, ? super V> action) {
    Objects.requireNonNull(action, "action");
    pages.forEach(range, descending, action);
  }

  @Override
  public void replaceAll(BiFunction<? super K, ? super V, ? extends V> function) {
    Objects.requireNonNull(function, "function");
    pages.write(
        () -> {
          forEach((key, value) -> replaceBy(key, function));
          return null;
        });
  }

  /** Replaces the present value, which {@code function} may have changed for an earlier key. */
  private void replaceBy(K key, BiFunction<? super K, ? super V, ? extends V> function) {
    V present = get(key);
    if (present != null) {
      put(key, function.apply(key, present));
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return pages.read(() -> super.equals(other));
  }

  @Override
  public int hashCode() {
    return pages.read(super::hashCode);
  }

  // ---- entries and keys by order ----

  @Override
  public Map.@Nullable Entry<K, V> firstEntry() {
    return pages.end(range, descending);
  }

  @Override
  public Map.@Nullable Entry<K, V> lastEntry() {
    return pages.end(range, !descending);
  }

  @Override
  public Map.@Nullable Entry<K, V> lowerEntry(K key) {
    return beforeOrAt(key, false);
  }

  @Override
  public Map.@Nullable Entry<K, V> floorEntry(K key) {
    return beforeOrAt(key, true);
  }

  @Override
  public Map.@Nullable Entry<K, V> ceilingEntry(K key) {
    return atOrAfter(key, true);
  }

  @Override
  public Map.@Nullable Entry<K, V> higherEntry(K key) {
    return atOrAfter(key, false);
  }

  private Map.@Nullable Entry<K, V> beforeOrAt(K key, boolean inclusive) {
    return descending ? above(key(key), inclusive) : below(key(key), inclusive);
  }

  private Map.@Nullable Entry<K, V> atOrAfter(K key, boolean inclusive) {
    return descending ? below(key(key), inclusive) : above(key(key), inclusive);
  }

  private Map.@Nullable Entry<K, V> below(K key, boolean inclusive) {
    return pages.end(range.to(key, inclusive), true);
  }

  private Map.@Nullable Entry<K, V> above(K key, boolean inclusive) {
    return pages.end(range.from(key, inclusive), false);
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

  static <K> @Nullable K keyOf(Map.@Nullable Entry<K, ?> entry) {
    return entry == null ? null : entry.getKey();
  }

  @Override
  public Map.@Nullable Entry<K, V> pollFirstEntry() {
    return poll(descending);
  }

  @Override
  public Map.@Nullable Entry<K, V> pollLastEntry() {
    return poll(!descending);
  }

  private Map.@Nullable Entry<K, V> poll(boolean greatest) {
    return pages.write(
        () -> {
          Map.Entry<K, V> entry = pages.end(range, greatest);
          if (entry != null) {
            remove(entry.getKey());
          }
          return entry;
        });
  }

  // ---- views ----

  @Override
  public @Nullable Comparator<? super K> comparator() {
    Comparator<? super K> given = pages.comparator();
    return descending ? Collections.reverseOrder(given) : given;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if {@code from} is after {@code to}, or one of them is outside
   *     the bounds of this view
   */
  @Override
  public TSortedMap<K, V> subMap(K from, boolean fromInclusive, K to, boolean toInclusive) {
    return view(key(from), fromInclusive, key(to), toInclusive);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if {@code to} is outside the bounds of this view
   */
  @Override
  public TSortedMap<K, V> headMap(K to, boolean inclusive) {
    return view(null, false, key(to), inclusive);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if {@code from} is outside the bounds of this view
   */
  @Override
  public TSortedMap<K, V> tailMap(K from, boolean inclusive) {
    return view(key(from), inclusive, null, false);
  }

  private TSortedMap<K, V> view(
      @Nullable K from, boolean fromInclusive, @Nullable K to, boolean toInclusive) {
    KeyRange<K> narrower =
        descending
            ? range.narrowed(to, toInclusive, from, fromInclusive)
            : range.narrowed(from, fromInclusive, to, toInclusive);
    return new TSortedMap<>(pages, narrower, descending);
  }

  @Override
  public TSortedMap<K, V> subMap(K from, K to) {
    return subMap(from, true, to, false);
  }

  @Override
  public TSortedMap<K, V> headMap(K to) {
    return headMap(to, false);
  }

  @Override
  public TSortedMap<K, V> tailMap(K from) {
    return tailMap(from, true);
  }

  @Override
  public TSortedMap<K, V> descendingMap() {
    return new TSortedMap<>(pages, range, !descending);
  }

  @Override
  public NavigableSet<K> keySet() {
    return new SortedKeys<>(this);
  }

  @Override
  public NavigableSet<K> navigableKeySet() {
    return keySet();
  }

  @Override
  public NavigableSet<K> descendingKeySet() {
    return descendingMap().keySet();
  }

  @Override
  public Collection<V> values() {
    return new SortedValues<>(this);
  }

  @Override
  public Set<Map.Entry<K, V>> entrySet() {
    return new SortedEntries<>(this);
  }

  /**
   * The content of this instant, as an immutable map. Takes time and space proportional to a
   * fraction of the entries, as little as a 20th in a large map, since the entries are shared.
   *
   * @return a map that refuses changes with {@link UnsupportedOperationException}
   */
  public NavigableMap<K, V> snapshotOf() {
    return new TSortedMap<>(pages.frozen(), range, descending);
  }

  // ---- for the views ----

  Pages<K, V> pages() {
    return pages;
  }

  KeyRange<K> range() {
    return range;
  }

  boolean isDescending() {
    return descending;
  }
}
