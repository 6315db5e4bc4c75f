package io.isolde.stm.collection.sorted;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A scan of the entries in a range of keys, in either direction: slice by slice, each of which is
 * of one page. Each page is read on demand, so the transaction may change the map between two
 * slices. Thread-confined.
 */
final class RangeScan<K, V> implements Supplier<@Nullable Slice<K, V>> {
  private final Pages<K, V> pages;
  private final boolean descending;

  /** The part of the range that is still to come, at most. */
  private KeyRange<K> range;

  /** The previous page, in the given direction; null at the beginning. */
  private @Nullable Page<K, V> page;

  private boolean ended;

  RangeScan(Pages<K, V> pages, KeyRange<K> range, boolean descending) {
    this.pages = pages;
    this.descending = descending;
    this.range = range;
  }

  /** Whether all pages of the range have been read. */
  boolean hasEnded() {
    return ended;
  }

  /** The next slice that is not empty; null if there is none. */
  @Override
  public @Nullable Slice<K, V> get() {
    while (!ended) {
      Page<K, V> before = page;
      Slice<K, V> slice = before == null ? first() : descending ? below(before) : above(before);
      if (!slice.isEmpty()) {
        return slice;
      }
    }
    return null;
  }

  /** The slice of the first page, which may be empty. */
  Slice<K, V> first() {
    return descending ? highest() : lowest();
  }

  private Slice<K, V> lowest() {
    Page<K, V> here = range.low() == null ? pages.first() : pages.at(range.low());
    return ascending(here, range.first(here));
  }

  private Slice<K, V> highest() {
    Page<K, V> here = range.high() == null ? pages.last() : pages.at(range.high());
    return descending(here, range.end(here));
  }

  /**
   * A page that was joined with the one before also has that one's keys, which must not come again.
   */
  private Slice<K, V> above(Page<K, V> before) {
    Page<K, V> here = pages.following(before);
    if (here.leaf.low == before.end) {
      return ascending(here, 0);
    }
    range = range.from(before.fence(), true);
    return ascending(here, range.first(here));
  }

  private Slice<K, V> below(Page<K, V> before) {
    K low = before.leaf.fence();
    Page<K, V> here = pages.before(low);
    if (here.end == low) {
      return descending(here, here.size());
    }
    range = range.to(low, false);
    return descending(here, range.end(here));
  }

  /** The slice of {@code here}, the next page, that begins at index {@code from}. */
  private Slice<K, V> ascending(Page<K, V> here, int from) {
    page = here;
    ended = here.end == null || range.isTooHigh(here.end);
    return Slice.ascending(here, from, ended ? range.end(here) : here.size());
  }

  /** The slice of {@code here}, the next page, that begins below index {@code to}. */
  private Slice<K, V> descending(Page<K, V> here, int to) {
    page = here;
    ended = here.leaf.low == null || range.isTooLow(here.leaf.low);
    return Slice.descending(here, ended ? range.first(here) : 0, to);
  }
}
