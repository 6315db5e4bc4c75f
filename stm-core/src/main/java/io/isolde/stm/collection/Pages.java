package io.isolde.stm.collection;

import io.isolde.stm.TransactionBody;
import java.util.Comparator;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The contents of a sorted map, as pages that partition the keys: the pages of the live map, or
 * those of one instant. Thread-safe.
 */
sealed interface Pages<K, V> permits LeafChain, FrozenPages {
  /** How keys are compared. */
  Comparator<? super K> order();

  /** The comparator that the user gave; null for the natural order. */
  @Nullable Comparator<? super K> comparator();

  /** The page that {@code key} belongs to. */
  Page<K, V> at(K key);

  /** The page that the keys just below {@code key} belong to. */
  Page<K, V> before(K key);

  Page<K, V> first();

  Page<K, V> last();

  /**
   * The page with the keys from the end of {@code page} on. {@code page} must have an end; it may
   * have been read before the same transaction changed the map.
   */
  Page<K, V> following(Page<K, V> page);

  /**
   * The runs of a range in either direction, with null after the last one: all of this instant or,
   * in a transaction, each read on demand.
   */
  Supplier<@Nullable Run<K, V>> runs(KeyRange<K> range, boolean descending);

  /** How many entries there are. */
  long size();

  /** Runs {@code body}, which reads pages, so that all are of one instant. */
  <T extends @Nullable Object> T read(TransactionBody<T, RuntimeException> body);

  /** Runs {@code body} so that all its changes take effect at once. */
  <T extends @Nullable Object> T write(TransactionBody<T, RuntimeException> body);

  /**
   * Changes the value of {@code key} to the result of {@code change}, where null stands for an
   * absent value, and returns the value before. {@code change} must not change anything itself.
   */
  @Nullable V getAndUpdate(K key, UnaryOperator<@Nullable V> change);

  /**
   * Like {@link #getAndUpdate}, but returns the new value. {@code change} may change the map
   * itself; if it throws, nothing has changed.
   */
  @Nullable V updateAndGet(K key, UnaryOperator<@Nullable V> change);

  /** Removes all entries in {@code range}. */
  void clear(KeyRange<K> range);

  /** The contents of this instant. */
  Pages<K, V> frozen();
}
