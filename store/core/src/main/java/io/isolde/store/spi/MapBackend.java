package io.isolde.store.spi;

import io.isolde.stm.TransactionInterruptedException;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a backend provides for a map: five operations, on which {@link BackedMap} builds all others.
 *
 * <p><b>Transactions.</b> Every method is a part of the calling thread's transaction on the store,
 * if there is one. Otherwise it is atomic by itself, as if run alone in {@code transact}. An
 * implementation over transactions may simply call {@code transact} in each method.
 *
 * <p><b>Keys and values</b> that are passed in are not null, and are of the types with which the
 * map was opened: {@link BackedMap} has checked them. Keys are compared by {@code equals},
 * regardless of their classes.
 *
 * <p><b>Exceptions.</b> Every method throws {@link IllegalStateException} if the store is closed,
 * or if the calling thread is inside a transaction that the store cannot join; and {@link
 * TransactionInterruptedException} if the thread was interrupted while it waited for other
 * transactions, as far as the store waits at all. A method that throws has changed nothing.
 *
 * <p>Implementations are thread-safe. They run no user code except {@code equals}, {@code hashCode}
 * and, if the map is sorted, {@code compareTo} of keys.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public interface MapBackend<K, V> {
  /**
   * The value of a key.
   *
   * @param key the key
   * @return its value; null if the key is absent
   */
  @Nullable V get(K key);

  /**
   * Writes the value of a key.
   *
   * @param key the key
   * @param value the value to write
   * @return the value before; null if the key was absent
   * @throws IllegalStateException in a snapshot, too
   */
  @Nullable V put(K key, V value);

  /**
   * Removes a key, if it is present.
   *
   * @param key the key
   * @return the value before; null if the key was absent, and then nothing has changed
   * @throws IllegalStateException in a snapshot, too, if the key is present
   */
  @Nullable V remove(K key);

  /**
   * The number of entries.
   *
   * @return the number, or {@link Integer#MAX_VALUE} if it is larger
   */
  int size();

  /**
   * Whether there are no entries. By default, this asks for the size; override it if less is enough
   * to know.
   *
   * @return whether the size is 0
   */
  default boolean isEmpty() {
    return size() == 0;
  }

  /**
   * The entries as of this instant, or at least those that are present now and do not change before
   * the iterator reaches them. The iterator must bear changes to the map, and need not support
   * {@code remove}; its entries need not support {@code setValue}. It is used by one thread, and
   * not after the calling thread's transaction.
   *
   * @return a new iterator, which returns each entry once
   */
  Iterator<Map.Entry<K, V>> entries();
}
