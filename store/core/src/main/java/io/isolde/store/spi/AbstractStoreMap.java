package io.isolde.store.spi;

import io.isolde.stm.TransactionBody;
import io.isolde.store.Capability;
import io.isolde.store.StoreMap;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Base class of the maps of all stores: holds the name and the types, refuses keys and values of
 * other types, and builds all operations on a few: {@code get}, {@code put}, {@code remove}, {@code
 * size} and {@link #entries}. Thread-safe.
 *
 * <p>Each of those few must be atomic by itself, check its arguments with {@link #key} and {@link
 * #value}, and check that the store may be used.
 */
public abstract class AbstractStoreMap<K, V> extends AbstractMap<K, V> implements StoreMap<K, V> {
  private final String name;
  private final TypeCheck<K> keys;
  private final TypeCheck<V> values;

  /** Takes a name and types. */
  protected AbstractStoreMap(String name, Class<K> keyType, Class<V> valueType) {
    this.name = name;
    this.keys = new TypeCheck<>("key of map '" + name + "'", keyType);
    this.values = new TypeCheck<>("value of map '" + name + "'", valueType);
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final Class<K> keyType() {
    return keys.type();
  }

  @Override
  public final Class<V> valueType() {
    return values.type();
  }

  /** Returns {@code key} if it is of the key type; refuses null and anything else. */
  protected final K key(@Nullable Object key) {
    return keys.of(key);
  }

  /** Returns {@code value} if it is of the value type; refuses null and anything else. */
  protected final V value(@Nullable Object value) {
    return values.of(value);
  }

  // ---- what a backend provides ----

  @Override
  public abstract @Nullable V get(Object key);

  @Override
  public abstract @Nullable V put(K key, V value);

  @Override
  public abstract @Nullable V remove(Object key);

  @Override
  public abstract int size();

  /**
   * The entries as of this instant, or at least those that are present now and do not change before
   * the iterator reaches them. Neither the iterator nor its entries need to support changes to the
   * map.
   */
  protected abstract Iterator<Map.Entry<K, V>> entries();

  /**
   * Runs {@code body} as one transaction if the store supports that for several keys; otherwise
   * runs it without one.
   */
  protected final <T extends @Nullable Object, X extends Throwable> T together(
      TransactionBody<T, X> body) throws X {
    return store().capabilities().contains(Capability.ATOMIC_OVER_KEYS)
        ? store().transact(body)
        : body.run();
  }

  // ---- single keys ----

  @Override
  public boolean containsKey(Object key) {
    return get(key) != null;
  }

  @Override
  public V getOrDefault(Object key, V defaultValue) {
    V present = get(key);
    return present == null ? defaultValue : present;
  }

  @Override
  public boolean compareAndSet(K key, V expected, V update, boolean alsoWhenAbsent) {
    value(expected);
    value(update);
    return store()
        .transact(
            () -> {
              V present = get(key);
              boolean fits = present == null ? alsoWhenAbsent : expected.equals(present);
              if (fits) {
                put(key, update);
              }
              return fits;
            });
  }

  @Override
  public @Nullable V putIfAbsent(K key, V value) {
    value(value);
    V present = get(key);
    return present != null
        ? present
        : store()
            .transact(
                () -> {
                  V found = get(key);
                  return found != null ? found : put(key, value);
                });
  }

  @Override
  public boolean remove(Object key, @Nullable Object value) {
    return store()
        .transact(
            () -> {
              V present = get(key);
              boolean fits = present != null && present.equals(value);
              if (fits) {
                remove(key);
              }
              return fits;
            });
  }

  @Override
  public @Nullable V replace(K key, V value) {
    value(value);
    return store().transact(() -> get(key) == null ? null : put(key, value));
  }

  @Override
  public boolean replace(K key, V oldValue, V newValue) {
    Objects.requireNonNull(oldValue, "oldValue");
    return compareAndSet(key, oldValue, newValue, false);
  }

  @Override
  public @Nullable V computeIfAbsent(
      K key, Function<? super K, ? extends @Nullable V> mappingFunction) {
    Objects.requireNonNull(mappingFunction, "mappingFunction");
    V present = get(key);
    return present != null
        ? present
        : compute(key, (k, found) -> found == null ? mappingFunction.apply(k) : found);
  }

  @Override
  public @Nullable V computeIfPresent(
      K key, BiFunction<? super K, ? super V, ? extends @Nullable V> remappingFunction) {
    Objects.requireNonNull(remappingFunction, "remappingFunction");
    return compute(key, (k, found) -> found == null ? null : remappingFunction.apply(k, found));
  }

  @Override
  public @Nullable V merge(
      K key, V value, BiFunction<? super V, ? super V, ? extends @Nullable V> remappingFunction) {
    value(value);
    Objects.requireNonNull(remappingFunction, "remappingFunction");
    return compute(
        key, (k, found) -> found == null ? value : remappingFunction.apply(found, value));
  }

  @Override
  public @Nullable V compute(
      K key, BiFunction<? super K, ? super @Nullable V, ? extends @Nullable V> remappingFunction) {
    Objects.requireNonNull(remappingFunction, "remappingFunction");
    return store()
        .transact(
            () -> {
              V before = get(key);
              V after = remappingFunction.apply(key, before);
              if (after != null) {
                put(key, after);
              } else if (before != null || get(key) != null) { // the function may have put a value
                remove(key);
              }
              return after;
            });
  }

  // ---- many keys ----

  @Override
  public boolean isEmpty() {
    return size() == 0;
  }

  @Override
  public boolean containsValue(Object value) {
    Objects.requireNonNull(value, "value");
    return super.containsValue(value);
  }

  /**
   * Reads {@code entries} before the transaction begins, so that they may belong to another store.
   */
  @Override
  public void putAll(Map<? extends K, ? extends V> entries) {
    List<Map.Entry<K, V>> copies = copiesOf(entries);
    together(
        () -> {
          copies.forEach(entry -> put(entry.getKey(), entry.getValue()));
          return null;
        });
  }

  /** Copies the entries of a map, because the map and its entries may change meanwhile. */
  static <K, V> List<Map.Entry<K, V>> copiesOf(Map<? extends K, ? extends V> entries) {
    List<Map.Entry<K, V>> copies = new ArrayList<>(entries.size());
    entries.forEach((key, value) -> copies.add(Map.entry(key, value)));
    return copies;
  }

  @Override
  public void clear() {
    together(
        () -> {
          entries().forEachRemaining(entry -> remove(entry.getKey()));
          return null;
        });
  }

  @Override
  public void replaceAll(BiFunction<? super K, ? super V, ? extends V> function) {
    Objects.requireNonNull(function, "function");
    together(
        () -> {
          for (Map.Entry<K, V> entry : entrySet()) {
            computeIfPresent(
                entry.getKey(),
                (key, value) -> Objects.requireNonNull(function.apply(key, value), "new value"));
          }
          return null;
        });
  }

  /**
   * Compares a copy, without a transaction of its own, so that the other map may belong to another
   * store.
   */
  @Override
  public boolean equals(@Nullable Object other) {
    return other == this || (other instanceof Map<?, ?> && new HashMap<>(this).equals(other));
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }

  // ---- views ----

  @Override
  public Set<K> keySet() {
    return new KeyView<>(this);
  }

  @Override
  public Collection<V> values() {
    return new ValueView<>(this);
  }

  @Override
  public Set<Map.Entry<K, V>> entrySet() {
    return new EntryView<>(this);
  }
}
