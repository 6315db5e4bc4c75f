package io.isolde.store.spi;

import io.isolde.stm.TransactionInterruptedException;
import io.isolde.store.Capability;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a backend provides for a sorted map: the operations of {@link MapBackend}, and the entries
 * of a range in order. {@link BackedSortedMap} builds all others on them; its sub-maps and
 * descending maps use the same backend.
 *
 * <p>What {@link MapBackend} says holds here, too, except that keys are compared by {@code
 * compareTo}, that is, in their natural order. There are no phantoms: a transaction that asked
 * about a range commits only if the answer still holds. A range may be empty, as that from 5 to 5
 * without 5 itself. In a store without {@link Capability#ATOMIC_OVER_KEYS}, a method may ask for
 * one key of the range after the other.
 *
 * <p>The default methods ask {@link #entries(KeyRange, boolean)}. Override those that the backend
 * can answer without making an iterator over the range.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public interface SortedMapBackend<K extends Comparable<? super K>, V> extends MapBackend<K, V> {
  /**
   * The entries of a range, in order. The rest is as for {@link MapBackend#entries()}.
   *
   * @param range which keys
   * @param descending whether the greatest key comes first
   * @return a new iterator, which returns each entry once
   * @throws IllegalStateException as {@link MapBackend#get}; nothing has changed
   * @throws TransactionInterruptedException as {@link MapBackend#get}; nothing has changed
   */
  Iterator<Map.Entry<K, V>> entries(KeyRange<K> range, boolean descending);

  /**
   * The entry with the least key of a range.
   *
   * @param range which keys
   * @return an entry that never changes; null if there is none
   * @throws IllegalStateException as {@link MapBackend#get}; nothing has changed
   * @throws TransactionInterruptedException as {@link MapBackend#get}; nothing has changed
   */
  default Map.@Nullable Entry<K, V> first(KeyRange<K> range) {
    return firstOf(entries(range, false));
  }

  /**
   * The entry with the greatest key of a range.
   *
   * @param range which keys
   * @return an entry that never changes; null if there is none
   * @throws IllegalStateException as {@link MapBackend#get}; nothing has changed
   * @throws TransactionInterruptedException as {@link MapBackend#get}; nothing has changed
   */
  default Map.@Nullable Entry<K, V> last(KeyRange<K> range) {
    return firstOf(entries(range, true));
  }

  private static <K, V> Map.@Nullable Entry<K, V> firstOf(Iterator<Map.Entry<K, V>> entries) {
    return entries.hasNext() ? Map.Entry.copyOf(entries.next()) : null;
  }

  /**
   * The number of entries of a range.
   *
   * @param range which keys
   * @return the number, or {@link Integer#MAX_VALUE} if it is larger
   * @throws IllegalStateException as {@link MapBackend#get}; nothing has changed
   * @throws TransactionInterruptedException as {@link MapBackend#get}; nothing has changed
   */
  default int size(KeyRange<K> range) {
    long size = 0;
    for (Iterator<?> entries = entries(range, false); entries.hasNext(); entries.next()) {
      size++;
    }
    return (int) Math.min(size, Integer.MAX_VALUE);
  }

  @Override
  default int size() {
    return size(KeyRange.all());
  }

  @Override
  default boolean isEmpty() {
    return first(KeyRange.all()) == null;
  }

  @Override
  default Iterator<Map.Entry<K, V>> entries() {
    return entries(KeyRange.all(), false);
  }
}
