package io.isolde.stm.collection.sorted;

import io.isolde.stm.TransactionBody;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The pages that a sorted map had at one instant. Immutable; methods that would change it throw
 * {@link UnsupportedOperationException}.
 */
final class FrozenPages<K, V> extends Pages<K, V> {
  private final SortedDirectory<K, Page<K, V>> pages;
  private final long size;

  /**
   * Makes the contents of {@code pages}, which are in the order of their keys and partition all
   * keys.
   */
  FrozenPages(@Nullable Comparator<? super K> comparator, List<Page<K, V>> pages) {
    super(comparator);
    this.pages = SortedDirectory.of(pages, page -> page.leaf.low);
    this.size = pages.stream().mapToLong(Page::size).sum();
  }

  @Override
  Page<K, V> at(K key) {
    return pages.member(pages.indexAt(key, order));
  }

  @Override
  Page<K, V> before(K key) {
    return pages.member(pages.indexBelow(key, order));
  }

  @Override
  Page<K, V> first() {
    return pages.member(0);
  }

  @Override
  Page<K, V> last() {
    return pages.last();
  }

  @Override
  Page<K, V> following(Page<K, V> page) {
    return at(page.fence());
  }

  @Override
  Supplier<@Nullable Slice<K, V>> slices(KeyRange<K> range, boolean descending) {
    return new RangeScan<>(this, range, descending);
  }

  @Override
  long size() {
    return size;
  }

  @Override
  public <T extends @Nullable Object> T read(TransactionBody<T, RuntimeException> body) {
    return body.run();
  }

  @Override
  public <T extends @Nullable Object> T write(TransactionBody<T, RuntimeException> body) {
    throw refusal();
  }

  @Override
  public @Nullable V getAndUpdate(K key, UnaryOperator<@Nullable V> change) {
    throw refusal();
  }

  @Override
  public @Nullable V updateAndGet(K key, UnaryOperator<@Nullable V> change) {
    throw refusal();
  }

  @Override
  public void clear(KeyRange<K> range) {
    throw refusal();
  }

  private static UnsupportedOperationException refusal() {
    return new UnsupportedOperationException("this is the immutable content of one instant");
  }

  @Override
  public Pages<K, V> frozen() {
    return this;
  }
}
