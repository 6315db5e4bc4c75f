package io.isolde.store;

import java.util.concurrent.ConcurrentMap;

/**
 * A named map of a store, from immutable keys to immutable values.
 *
 * {@snippet file="io/isolde/store/examples/StoreManualTest.java" region="transfer"}
 *
 * <p>Inside a transaction of its store every method, of the map and of its views, is a part of it.
 * Outside, every method is atomic by itself: the same as running it alone in {@link
 * Store#transact}, and with the same exceptions besides its own. That includes methods for many
 * keys, such as {@code putAll}, {@code clear} and {@code keySet().removeIf}, if the store has
 * {@link Capability#ATOMIC_OVER_KEYS}; otherwise they go key by key. Whatever a method throws, it
 * has changed nothing. Functions given to a method may run more than once, and inside its
 * transaction. They may use the map, the same key included: what they return is put last, and null
 * removes the key.
 *
 * <p><b>Iteration</b> outside a transaction shows the entries of one instant (with {@code
 * ATOMIC_OVER_KEYS}; otherwise it is weakly consistent). Inside, it shows at least what was there
 * when it began and was not changed since, also in a parallel stream. An iterator never throws
 * {@link java.util.ConcurrentModificationException}, removes from the map, and must not be used
 * after its transaction, or by another thread inside it. Entries of the iterators write through
 * with {@code setValue}.
 *
 * <p><b>Keys</b> are found by {@code equals}, whatever their classes are.
 *
 * <p><b>What may be in it.</b> Keys that are not of the key type, lookups included, and values to
 * be written that are not of the value type are refused with {@link ClassCastException}; null is
 * refused with {@link NullPointerException}.
 *
 * <p>Thread-safe. {@code equals}, {@code hashCode} and {@code toString} are about the content, as
 * they are for every map.
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
   * Writes {@code update} if the present value equals {@code expected}, or if there is none and
   * {@code alsoWhenAbsent} says so. By {@link Object#equals}.
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
