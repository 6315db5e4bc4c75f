package io.isolde.stm.collection;

import static io.isolde.stm.Stm.atomic;
import static io.isolde.stm.Stm.snapshot;
import static java.util.Objects.requireNonNull;

import io.isolde.stm.collection.hash.HashTable;
import io.isolde.stm.collection.parts.RefFactory;
import java.util.AbstractMap;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A transactional hash map: a {@link ConcurrentMap} that can be used in transactions.
 *
 * {@snippet file="io/isolde/stm/examples/TMapExampleTest.java" region="rename"}
 *
 * <p><b>Atomicity.</b> Inside a transaction, every method is part of it. Outside, every method is a
 * transaction of its own, including those for many entries: {@code putAll}, {@code clear}, {@code
 * replaceAll}, {@code equals}, and those of the views. An iterator, a stream or {@code forEach}
 * shows the entries as they were when it was made and never throws {@link
 * java.util.ConcurrentModificationException}. An iterator's {@code remove} removes from the map.
 *
 * <p><b>Conflicts.</b> Transactions that use different keys do not conflict, even if they insert or
 * remove, except for the rare pairs of keys that share a bucket: with well-distributed hash codes,
 * one pair in 64 in an empty map, one pair in about n in a large map of n entries. A transaction
 * that looked for a key in vain conflicts with one that inserts it. {@code size} conflicts with
 * changes of the size, {@code isEmpty} with changes of the bucket in which it found an entry or, if
 * it found none, with changes of the size, and iteration with every change. Growth of the table
 * causes no conflict and blocks no thread.
 *
 * <p><b>Functions</b> passed to {@code compute}, {@code merge} and similar methods may run more
 * than once and should have no effects except on refs and transactional collections. They may use
 * this map, including the same key: the value that they return is put afterwards, and null removes
 * the key. If a function throws, the method has changed nothing, and the effects of the function
 * are undone.
 *
 * <p><b>Keys</b> are found by {@code equals}, regardless of their classes. Where many keys have the
 * same hash code, those of a class that is {@code Comparable} to itself are found by comparison, as
 * in {@link java.util.HashMap}: equal keys of such a class must compare as 0.
 *
 * <p><b>Cost.</b> A search takes constant time with well-distributed hash codes, and logarithmic
 * time if many keys have the same hash code and are of one comparable class. Outside a transaction,
 * {@code get} costs hardly more than a volatile read. {@code size} reads a few refs, and iteration
 * and {@link #snapshotOf} read every bucket. Like {@link java.util.concurrent.ConcurrentHashMap},
 * the map keeps its table when entries are removed.
 *
 * <p>Thread-safe. Methods throw {@link NullPointerException} for a null key, value or function, and
 * then change nothing. Methods that write throw {@link IllegalStateException} in a {@code
 * snapshot}.
 *
 * @param <K> the type of keys, which must not change in a way that affects {@code equals}
 * @param <V> the type of values, which should be immutable
 */
public final class TMap<K, V> extends AbstractMap<K, V> implements ConcurrentMap<K, V> {
  private final HashTable<K, V> table;

  /** Makes an empty map. */
  public TMap() {
    this(0);
  }

  /**
   * Makes an empty map with a name for messages and reports.
   *
   * @param <K> the type of keys
   * @param <V> the type of values
   * @param name need not be unique
   * @return the map
   */
  public static <K, V> TMap<K, V> named(String name) {
    return named(name, 0);
  }

  /**
   * Makes an empty map with a name for messages and reports, and with a table for about as many
   * entries as expected.
   *
   * @param <K> the type of keys
   * @param <V> the type of values
   * @param name need not be unique
   * @param expectedSize how many entries it may get; a hint
   * @return the map
   * @throws IllegalArgumentException if {@code expectedSize} is negative
   */
  public static <K, V> TMap<K, V> named(String name, int expectedSize) {
    return new TMap<>(expectedSize, RefFactory.named(name));
  }

  /**
   * Makes an empty map with a table for about as many entries as expected.
   *
   * @param expectedSize how many entries it may get; a hint
   * @throws IllegalArgumentException if {@code expectedSize} is negative
   */
  public TMap(int expectedSize) {
    this(expectedSize, RefFactory.UNNAMED);
  }

  private TMap(int expectedSize, RefFactory refs) {
    if (expectedSize < 0) {
      throw new IllegalArgumentException("expectedSize must not be negative: " + expectedSize);
    }
    table = HashTable.ofSize(expectedSize, refs);
  }

  /** Makes a map on an empty table. */
  TMap(HashTable<K, V> table) {
    this.table = table;
  }

  /**
   * Makes a map with the entries of another one.
   *
   * @param entries what to copy, at one instant if it is transactional
   * @throws NullPointerException if there is a null key or value
   */
  @SuppressWarnings("this-escape") // the class is final
  public TMap(Map<? extends K, ? extends V> entries) {
    this(entries.size());
    putAll(entries);
  }

  // ---- reading ----

  @Override
  public @Nullable V get(Object key) {
    return table.get(key);
  }

  @Override
  public V getOrDefault(Object key, V defaultValue) {
    V value = table.get(key);
    return value == null ? defaultValue : value;
  }

  @Override
  public boolean containsKey(Object key) {
    return table.get(key) != null;
  }

  /** The number of entries, or {@link Integer#MAX_VALUE} if there are more. */
  @Override
  public int size() {
    return Math.clamp(mappingCount(), 0, Integer.MAX_VALUE);
  }

  /**
   * The number of entries. Reads a few refs; conflicts with changes of the number.
   *
   * @return the number of entries
   */
  public long mappingCount() {
    return table.size();
  }

  @Override
  public boolean isEmpty() {
    return table.isEmpty();
  }

  // ---- writing single entries ----

  @Override
  public @Nullable V put(K key, V value) {
    return table.put(key, requireNonNull(value, "value"));
  }

  @Override
  public @Nullable V putIfAbsent(K key, V value) {
    return table.putIfAbsent(key, requireNonNull(value, "value"));
  }

  @Override
  public @Nullable V remove(Object key) {
    return table.remove(key);
  }

  @Override
  public boolean remove(Object key, @Nullable Object value) {
    requireNonNull(key, "key");
    return value != null && table.remove(key, value) != null;
  }

  @Override
  public @Nullable V replace(K key, V value) {
    return table.replace(key, requireNonNull(value, "value"));
  }

  @Override
  public boolean replace(K key, V oldValue, V newValue) {
    requireNonNull(oldValue, "oldValue");
    requireNonNull(newValue, "newValue");
    return table.replace(key, oldValue, newValue) != null;
  }

  // ---- writing single entries with functions, which may themselves write to this map ----

  /** {@inheritDoc} If the key is present, this method only reads. */
  @Override
  public @Nullable V computeIfAbsent(
      K key, Function<? super K, ? extends @Nullable V> mappingFunction) {
    requireNonNull(mappingFunction, "mappingFunction");
    V present = get(key);
    return present != null
        ? present
        : compute(key, (k, value) -> value == null ? mappingFunction.apply(k) : value);
  }

  @Override
  public @Nullable V computeIfPresent(
      K key, BiFunction<? super K, ? super V, ? extends @Nullable V> remappingFunction) {
    requireNonNull(remappingFunction, "remappingFunction");
    return compute(key, (k, value) -> value == null ? null : remappingFunction.apply(k, value));
  }

  @Override
  public @Nullable V merge(
      K key, V value, BiFunction<? super V, ? super V, ? extends @Nullable V> remappingFunction) {
    requireNonNull(value, "value");
    requireNonNull(remappingFunction, "remappingFunction");
    return compute(
        key, (k, before) -> before == null ? value : remappingFunction.apply(before, value));
  }

  @Override
  public @Nullable V compute(
      K key, BiFunction<? super K, ? super @Nullable V, ? extends @Nullable V> remappingFunction) {
    requireNonNull(remappingFunction, "remappingFunction");
    return atomic(
        () -> {
          V before = get(key);
          V after = remappingFunction.apply(key, before);
          putOrRemove(key, after);
          return after;
        });
  }

  private void putOrRemove(K key, @Nullable V value) {
    if (value == null) {
      remove(key);
    } else {
      put(key, value);
    }
  }

  // ---- all entries ----

  @Override
  public boolean containsValue(Object value) {
    return table.containsValue(requireNonNull(value, "value"));
  }

  /**
   * Runs {@code action} for each entry of one instant; outside a transaction, exactly once for
   * each.
   */
  @Override
  public void forEach(BiConsumer<? super K, ? super V> action) {
    table.forEach(requireNonNull(action, "action"));
  }

  @Override
  public void putAll(Map<? extends K, ? extends V> entries) {
    requireNonNull(entries, "entries");
    atomic(() -> entries.forEach(this::put));
  }

  @Override
  public void replaceAll(BiFunction<? super K, ? super V, ? extends V> function) {
    requireNonNull(function, "function");
    atomic(() -> forEach((key, value) -> replaceBy(key, function)));
  }

  /** Replaces the present value, which {@code function} may have changed for an earlier key. */
  private void replaceBy(K key, BiFunction<? super K, ? super V, ? extends V> function) {
    V present = get(key);
    if (present != null) {
      put(key, function.apply(key, present));
    }
  }

  @Override
  public void clear() {
    table.clear();
  }

  /**
   * An immutable copy of the entries of one instant. Shares the map's buckets, so its time and
   * memory are proportional to the number of buckets, not of entries.
   *
   * @return the copy
   */
  public Map<K, V> snapshotOf() {
    return table.frozen();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other == this || snapshot(() -> super.equals(other));
  }

  @Override
  public int hashCode() {
    return snapshot(() -> super.hashCode());
  }

  @Override
  public String toString() {
    return snapshot(() -> super.toString());
  }

  // ---- views ----

  /** The keys: a live view, as atomic as the map itself, that can remove but not add. */
  @Override
  public Set<K> keySet() {
    return new HashKeys<>(this);
  }

  /** The values: a live view, as atomic as the map itself, that can remove but not add. */
  @Override
  public Collection<V> values() {
    return new HashValues<>(this);
  }

  /**
   * The entries: a live view, as atomic as the map itself, that can remove but not add. An entry
   * keeps the value with which it was found; its {@code setValue} puts a new value into the map,
   * even if the key has been removed since.
   */
  @Override
  public Set<Map.Entry<K, V>> entrySet() {
    return new HashEntries<>(this);
  }

  // ---- for the views ----

  <T> Iterator<T> iterator(Function<? super Map.Entry<K, V>, ? extends T> element) {
    return table.iterator(element);
  }
}
