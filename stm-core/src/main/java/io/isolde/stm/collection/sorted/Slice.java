package io.isolde.stm.collection.sorted;

import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A slice of a page: the consecutive entries of the page that lie in a range, in one direction.
 * Immutable, except for its place among other slices.
 */
final class Slice<K, V> {
  /** The page that contains the entries. */
  final Page<K, V> page;

  /** The index of the first entry, in the given direction. */
  final int begin;

  /** The index after the last entry, in the given direction. */
  final int end;

  /** The next one in {@link CollectedSlices}, if there is a further one. */
  @Nullable Slice<K, V> next;

  private Slice(Page<K, V> page, int begin, int end) {
    this.page = page;
    this.begin = begin;
    this.end = end;
  }

  /** From index {@code from} up to before {@code to}; empty if {@code to} is below {@code from}. */
  static <K, V> Slice<K, V> ascending(Page<K, V> page, int from, int to) {
    return new Slice<>(page, from, Math.max(from, to));
  }

  /** The same entries in descending order. */
  static <K, V> Slice<K, V> descending(Page<K, V> page, int from, int to) {
    return new Slice<>(page, Math.max(from, to) - 1, from - 1);
  }

  int size() {
    return Math.abs(end - begin);
  }

  boolean isEmpty() {
    return begin == end;
  }

  /** The first entry; there must be one. */
  Map.Entry<K, V> first() {
    return page.entry(begin);
  }

  void forEach(BiConsumer<? super K, ? super V> action) {
    int step = Integer.signum(end - begin);
    for (int i = begin; i != end; i += step) {
      action.accept(page.key(i), page.value(i));
    }
  }
}
