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
      Slice<K, V> slice = descending ? below(page) : above(page);
      if (!slice.isEmpty()) {
        return slice;
      }
    }
    return null;
  }

  /** The slice of the next page, which may be empty. There must be a further one. */
  Slice<K, V> next() {
    return descending ? below(page) : above(page);
  }

  /**
   * A page that was joined with the one before also has that one's keys, which must not come again.
   */
  private Slice<K, V> above(@Nullable Page<K, V> before) {
    Page<K, V> here = before == null ? lowestPage() : pages.following(before);
    boolean cutBelow = before == null || here.leaf.low != before.end;
    if (cutBelow && before != null) {
      range = range.from(before.fence(), true);
    }
    page = here;
    ended = here.end == null || range.isTooHigh(here.end);
    return Slice.ascending(
        here, cutBelow ? range.first(here) : 0, ended ? range.end(here) : here.size());
  }

  private Slice<K, V> below(@Nullable Page<K, V> before) {
    Page<K, V> here = before == null ? highestPage() : pages.before(before.leaf.fence());
    boolean cutAbove = before == null || here.end != before.leaf.low;
    if (cutAbove && before != null) {
      range = range.to(before.leaf.fence(), false);
    }
    page = here;
    ended = here.leaf.low == null || range.isTooLow(here.leaf.low);
    return Slice.descending(
        here, ended ? range.first(here) : 0, cutAbove ? range.end(here) : here.size());
  }

  private Page<K, V> lowestPage() {
    return range.low() == null ? pages.first() : pages.at(range.low());
  }

  private Page<K, V> highestPage() {
    return range.high() == null ? pages.last() : pages.at(range.high());
  }
}
