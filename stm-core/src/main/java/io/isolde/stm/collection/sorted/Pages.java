package io.isolde.stm.collection.sorted;

import io.isolde.stm.TransactionBody;
import io.isolde.stm.collection.parts.RefFactory;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a sorted map, in pages that partition the keys: those of the live map, or those of
 * one instant. Keys and values are not null, and keys are compared by {@link #order}.
 *
 * <p>Inside a transaction, every method joins it. Outside, every method is atomic by itself, and so
 * is what runs in {@link #read} or {@link #write}. Thread-safe.
 */
public abstract sealed class Pages<K, V> permits LeafChain, FrozenPages {
  /** How keys are compared. */
  final Comparator<? super K> order;

  private final @Nullable Comparator<? super K> comparator;

  @SuppressWarnings("unchecked") // without a comparator, keys are comparable or refused
  Pages(@Nullable Comparator<? super K> comparator) {
    this.comparator = comparator;
    this.order =
        comparator == null ? (Comparator<? super K>) Comparator.naturalOrder() : comparator;
  }

  /**
   * Makes the pages of a live map without entries.
   *
   * @param comparator how keys are compared; null for the natural order
   * @param refs makes the refs of the map
   */
  public static <K, V> Pages<K, V> empty(
      @Nullable Comparator<? super K> comparator, RefFactory refs) {
    return new LeafChain<>(comparator, refs);
  }

  /** The comparator that the user gave; null for the natural order. */
  public final @Nullable Comparator<? super K> comparator() {
    return comparator;
  }

  /** The range of all keys. */
  public final KeyRange<K> allKeys() {
    return KeyRange.all(order);
  }

  // ---- pages ----

  /** The page that {@code key} belongs to. */
  abstract Page<K, V> at(K key);

  /** The page that the keys just below {@code key} belong to. */
  abstract Page<K, V> before(K key);

  abstract Page<K, V> first();

  abstract Page<K, V> last();

  /**
   * The page with the keys from the end of {@code page} on. {@code page} must have an end; it may
   * have been read before the same transaction changed the map.
   */
  abstract Page<K, V> following(Page<K, V> page);

  /**
   * The slices of a range in either direction that are not empty, with null after the last one: all
   * of this instant or, in a transaction, each read on demand.
   */
  abstract Supplier<@Nullable Slice<K, V>> slices(KeyRange<K> range, boolean descending);

  // ---- reading ----

  /** The value of {@code key}, or null. */
  public final @Nullable V get(K key) {
    return at(key).get(key, order);
  }

  /**
   * The least or the greatest entry of a range, or null. If the first page read has an entry in the
   * range, that alone decides, so no transaction is needed.
   */
  public final Map.@Nullable Entry<K, V> end(KeyRange<K> range, boolean greatest) {
    Slice<K, V> slice = new RangeScan<>(this, range, greatest).first();
    if (slice.isEmpty()) {
      slice = read(() -> new RangeScan<>(this, range, greatest).get());
    }
    return slice == null ? null : slice.first();
  }

  /** How many entries a range has. */
  public final long size(KeyRange<K> range) {
    return range.hasNoBounds() ? size() : read(() -> count(range));
  }

  private long count(KeyRange<K> range) {
    long count = 0;
    RangeScan<K, V> scan = new RangeScan<>(this, range, false);
    for (Slice<K, V> slice = scan.get(); slice != null; slice = scan.get()) {
      count += slice.size();
    }
    return count;
  }

  /** How many entries there are. */
  abstract long size();

  /** Runs {@code action} for each entry in a range, in either direction. */
  public final void forEach(
      KeyRange<K> range, boolean descending, BiConsumer<? super K, ? super V> action) {
    Supplier<@Nullable Slice<K, V>> slices = slices(range, descending);
    for (Slice<K, V> slice = slices.get(); slice != null; slice = slices.get()) {
      slice.forEach(action);
    }
  }

  /** Iterates over the keys in a range; {@code remover} removes the entry with a key. */
  public final Iterator<K> keys(
      KeyRange<K> range, boolean descending, Consumer<? super K> remover) {
    return new EntryIterator<>(slices(range, descending), descending, Page::key, remover);
  }

  /** Iterates over the values of the keys in a range. */
  public final Iterator<V> values(
      KeyRange<K> range, boolean descending, Consumer<? super K> remover) {
    return new EntryIterator<>(slices(range, descending), descending, Page::value, remover);
  }

  /** Iterates over the entries in a range. */
  public final Iterator<Map.Entry<K, V>> entries(
      KeyRange<K> range, boolean descending, Consumer<? super K> remover) {
    return new EntryIterator<>(slices(range, descending), descending, Page::entry, remover);
  }

  /** The entries of this instant, which refuse changes. */
  public abstract Pages<K, V> frozen();

  /** Runs {@code body}, which reads pages, so that all are of one instant. */
  public abstract <T extends @Nullable Object> T read(TransactionBody<T, RuntimeException> body);

  // ---- changing; throws UnsupportedOperationException if these are the entries of one instant
  // ----

  /** Runs {@code body} so that all its changes take effect at once. */
  public abstract <T extends @Nullable Object> T write(TransactionBody<T, RuntimeException> body);

  /**
   * Changes the value of {@code key} to the result of {@code change}, where null stands for an
   * absent value, and returns the value before. {@code change} must not change anything itself.
   */
  public abstract @Nullable V getAndUpdate(K key, UnaryOperator<@Nullable V> change);

  /**
   * Like {@link #getAndUpdate}, but returns the new value. {@code change} may change the map
   * itself; if it throws, nothing has changed.
   */
  public abstract @Nullable V updateAndGet(K key, UnaryOperator<@Nullable V> change);

  /** Removes all entries in {@code range}. */
  public abstract void clear(KeyRange<K> range);
}
