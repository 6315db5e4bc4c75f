package io.isolde.store;

import java.util.concurrent.ConcurrentMap;

/**
 * A named map of a store, from immutable keys to immutable values.
 *
 * {@snippet file="io/isolde/store/examples/StoreManualTest.java" region="transfer"}
 *
 * <p>Inside a transaction of its store, every method of the map and of its views is a part of the
 * transaction. Outside, every method is atomic by itself: it is equivalent to running it alone in
 * {@link Store#transact}, with the same exceptions besides its own. That includes methods for many
 * keys, such as {@code putAll}, {@code clear} and {@code keySet().removeIf}, if the store has
 * {@link Capability#ATOMIC_OVER_KEYS}; otherwise they work key by key. A method that throws has
 * changed nothing, unless it works key by key: then the keys handled before the failure stay
 * changed. Functions passed to a method may run more than once, and run inside its transaction.
 * They may use the map, even the same key: what they return is written last, and null removes the
 * key.
 *
 * <p><b>Iteration</b> outside a transaction shows the entries of one instant (with {@code
 * ATOMIC_OVER_KEYS}; otherwise it is weakly consistent). Inside, it shows at least the entries that
 * were present when it began and have not changed since, also in a parallel stream. An iterator
 * never throws {@link java.util.ConcurrentModificationException}, and its {@code remove} removes
 * from the map. It must not be used after its transaction, or by another thread inside it. The
 * entries that it returns write through with {@code setValue}.
 *
 * <p><b>Keys</b> are compared by {@code equals}, regardless of their classes.
 *
 * <p><b>Permitted keys and values.</b> Keys that are not of the key type, even in lookups, and
 * values to be written that are not of the value type are refused with {@link ClassCastException};
 * null is refused with {@link NullPointerException}.
 *
 * <p>Thread-safe. {@code equals}, {@code hashCode} and {@code toString} depend on the content, as
 * for every map.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public interface StoreMap<K, V> extends ConcurrentMap<K, V> {
  /**
   * The name, unique in the store.
   *
   * @return the name
   */
  String name();

  /**
   * The type of the keys that the map was opened with.
   *
   * @return the class of the keys
   */
  Class<K> keyType();

  /**
   * The type of the values that the map was opened with.
   *
   * @return the class of the values
   */
  Class<V> valueType();

  /**
   * The store that the map belongs to.
   *
   * @return the store
   */
  Store store();

  /**
   * Writes {@code update} if the present value equals {@code expected} by {@link Object#equals}, or
   * if there is none and {@code alsoWhenAbsent} is true.
   *
   * @param key the key
   * @param expected the value to replace
   * @param update the new value
   * @param alsoWhenAbsent whether to write also when the key is absent
   * @return whether {@code update} was written
   * @throws IllegalStateException in a snapshot if it would write, if the store is closed, or
   *     inside a transaction that it cannot join
   */
  boolean compareAndSet(K key, V expected, V update, boolean alsoWhenAbsent);
}
