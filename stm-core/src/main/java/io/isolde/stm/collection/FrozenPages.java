package io.isolde.stm.collection;

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
final class FrozenPages<K, V> implements Pages<K, V> {
  private final @Nullable Comparator<? super K> comparator;
  private final Comparator<? super K> order;
  private final SortedDirectory<K, Page<K, V>> pages;
  private final long size;

  /**
   * Makes the contents of {@code pages}, which are in the order of their keys and partition all
   * keys.
   */
  FrozenPages(
      @Nullable Comparator<? super K> comparator,
      Comparator<? super K> order,
      List<Page<K, V>> pages) {
    this.comparator = comparator;
    this.order = order;
    this.pages = SortedDirectory.of(pages, page -> page.leaf.low);
    this.size = pages.stream().mapToLong(Page::size).sum();
  }

  @Override
  public Comparator<? super K> order() {
    return order;
  }

  @Override
  public @Nullable Comparator<? super K> comparator() {
    return comparator;
  }

  @Override
  public Page<K, V> at(K key) {
    return pages.member(pages.indexAt(key, order));
  }

  @Override
  public Page<K, V> before(K key) {
    return pages.member(pages.indexBelow(key, order));
  }

  @Override
  public Page<K, V> first() {
    return pages.member(0);
  }

  @Override
  public Page<K, V> last() {
    return pages.last();
  }

  @Override
  public Page<K, V> following(Page<K, V> page) {
    return at(page.fence());
  }

  @Override
  public Supplier<@Nullable Run<K, V>> runs(KeyRange<K> range, boolean descending) {
    return new Runs<>(this, range, descending);
  }

  @Override
  public long size() {
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
