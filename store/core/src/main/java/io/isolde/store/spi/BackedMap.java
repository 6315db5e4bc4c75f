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
 * The map of a store over a {@link MapBackend}: refuses keys and values of other types, and builds
 * all operations and views on those of the backend. A store that is closed says so before it
 * refuses a key or a value of another type. Thread-safe.
 *
 * <p>What the methods promise is said at {@link StoreMap}. A method that writes depending on what
 * it reads does both in {@link AbstractStore#transact(TransactionBody)}; one for many keys does so
 * as a whole only if the store has {@link Capability#ATOMIC_OVER_KEYS}.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public sealed class BackedMap<K, V> extends AbstractMap<K, V> implements StoreMap<K, V>
    permits BackedSortedMap {
  private final AbstractStore store;
  private final String name;
  private final TypeCheck<K> keys;
  private final TypeCheck<V> values;
  private final MapBackend<K, V> backend;

  /**
   * Makes a map; this is not an operation on the store, and calls nothing of the backend.
   *
   * @param store the store that the map belongs to
   * @param name the name under which the map was opened
   * @param keyType the class of the keys, not primitive: others are refused
   * @param valueType the class of the values, not primitive: others are refused
   * @param backend what keeps the entries; used by this map alone
   */
  public BackedMap(
      AbstractStore store,
      String name,
      Class<K> keyType,
      Class<V> valueType,
      MapBackend<K, V> backend) {
    this.store = store;
    this.name = name;
    this.keys = new TypeCheck<>("key of map '" + name + "'", keyType);
    this.values = new TypeCheck<>("value of map '" + name + "'", valueType);
    this.backend = backend;
  }

  @Override
  public final AbstractStore store() {
    return store;
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
  final K key(@Nullable Object key) {
    return checked(keys, key);
  }

  /** Returns {@code value} if it is of the value type; refuses null and anything else. */
  final V value(@Nullable Object value) {
    return checked(values, value);
  }

  private <T> T checked(TypeCheck<T> check, @Nullable Object object) {
    if (!check.accepts(object)) {
      requireOpen();
    }
    return check.of(object);
  }

  /** Called before an argument is refused, because a closed store refuses whatever it is given. */
  final void requireOpen() {
    if (store.isClosed()) {
      throw store.closedException();
    }
  }

  // ---- what the backend does ----

  @Override
  public @Nullable V get(Object key) {
    return backend.get(key(key));
  }

  @Override
  public @Nullable V put(K key, V value) {
    return backend.put(key(key), value(value));
  }

  @Override
  public @Nullable V remove(Object key) {
    return backend.remove(key(key));
  }

  @Override
  public int size() {
    return backend.size();
  }

  @Override
  public boolean isEmpty() {
    return backend.isEmpty();
  }

  /** The entries; see {@link MapBackend#entries()}. */
  Iterator<Map.Entry<K, V>> entries() {
    return backend.entries();
  }

  /**
   * Runs {@code body} as one transaction if the store supports that for several keys; otherwise
   * runs it without one.
   */
  final <T extends @Nullable Object, X extends Throwable> T together(TransactionBody<T, X> body)
      throws X {
    return store.capabilities().contains(Capability.ATOMIC_OVER_KEYS)
        ? store.transact(body)
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
    return store.transact(
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
        : store.transact(
            () -> {
              V found = get(key);
              return found != null ? found : put(key, value);
            });
  }

  @Override
  public boolean remove(Object key, @Nullable Object value) {
    return store.transact(
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
    return store.transact(() -> get(key) == null ? null : put(key, value));
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
    return store.transact(
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
