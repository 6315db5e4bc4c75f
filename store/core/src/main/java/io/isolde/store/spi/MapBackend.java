package io.isolde.store.spi;

import io.isolde.stm.AfterCommitException;
import io.isolde.stm.TransactionInterruptedException;
import io.isolde.store.Capability;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a backend provides for a map: five operations, on which {@link BackedMap} builds all others.
 *
 * <p><b>Transactions.</b> Every method is a part of the calling thread's transaction on the store,
 * if there is one. Otherwise it is atomic by itself, as if run alone in {@code transact}. (In a
 * store without {@link Capability#ATOMIC_OVER_KEYS}, {@link #size} and {@link #entries} may ask for
 * one key after the other.) An implementation over transactions may simply call {@code transact} in
 * each method.
 *
 * <p><b>Keys and values</b> that are passed in are not null, and are of the types with which the
 * map was opened: {@link BackedMap} has checked them. Keys are compared by {@code equals},
 * regardless of their classes.
 *
 * <p><b>Exceptions.</b> Every method throws {@link IllegalStateException} if the store is closed,
 * if the calling thread is inside a transaction that the store cannot join, or, in a store without
 * {@code ATOMIC_OVER_KEYS}, if its transaction cannot use the keys that the method needs; and
 * {@link TransactionInterruptedException} if the thread was interrupted while it waited for other
 * transactions, as far as the store waits at all. Inside a transaction, a method may throw the
 * {@link Error} with which the store unwinds the body. A method that throws has changed nothing,
 * except that outside a transaction {@link AfterCommitException} says that it has.
 *
 * <p>Implementations are thread-safe. They may wait for other transactions. They run no user code
 * except {@code equals}, {@code hashCode} and, if the map is sorted, {@code compareTo} of keys, and
 * in a durable store the application's codecs; these may run more than once.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public interface MapBackend<K, V> {
  /**
   * The value of a key.
   *
   * @param key the key to look up
   * @return its value; null if the key is absent
   * @throws IllegalStateException if the store is closed or cannot be used here, as the class
   *     comment says; nothing has changed
   * @throws TransactionInterruptedException if the thread was interrupted while it waited; nothing
   *     has changed
   */
  @Nullable V get(K key);

  /**
   * Writes the value of a key. Called also if the value is the present one.
   *
   * @param key the key, present or absent
   * @param value the value to write
   * @return the value before; null if the key was absent
   * @throws IllegalStateException as {@link #get}, and in a snapshot; nothing has changed
   * @throws TransactionInterruptedException as {@link #get}; nothing has changed
   * @throws AfterCommitException outside a transaction, as {@code transact}; the value was written
   */
  @Nullable V put(K key, V value);

  /**
   * Removes a key, if it is present.
   *
   * @param key the key to remove
   * @return the value before; null if the key was absent, and then nothing has changed
   * @throws IllegalStateException as {@link #get}, and in a snapshot, at least if the key is
   *     present; nothing has changed
   * @throws TransactionInterruptedException as {@link #get}; nothing has changed
   * @throws AfterCommitException outside a transaction, as {@code transact}; the key was removed
   */
  @Nullable V remove(K key);

  /**
   * The number of entries.
   *
   * @return the number, or {@link Integer#MAX_VALUE} if it is larger
   * @throws IllegalStateException as {@link #get}; nothing has changed
   * @throws TransactionInterruptedException as {@link #get}; nothing has changed
   */
  int size();

  /**
   * Whether there are no entries. By default, this asks for the size; override it if less is enough
   * to know.
   *
   * @return whether the size is 0
   * @throws IllegalStateException as {@link #size}; nothing has changed
   * @throws TransactionInterruptedException as {@link #size}; nothing has changed
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
   * @throws IllegalStateException as {@link #get}; nothing has changed
   * @throws TransactionInterruptedException as {@link #get}; nothing has changed
   */
  Iterator<Map.Entry<K, V>> entries();
}
