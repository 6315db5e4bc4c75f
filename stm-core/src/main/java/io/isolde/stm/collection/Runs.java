package io.isolde.stm.collection;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a range, run after run in either direction. Each page is read when its run is
 * asked for, so the transaction may change the map between two runs. Thread-confined.
 */
final class Runs<K, V> implements Supplier<@Nullable Run<K, V>> {
  private final Pages<K, V> pages;
  private final boolean descending;

  /**
   * Narrowed when a page turns out to be joined with the one before, and so has its keys as well.
   */
  private KeyRange<K> range;

  /** The page before, in the given direction; null at the beginning. */
  private @Nullable Page<K, V> page;

  Runs(Pages<K, V> pages, KeyRange<K> range, boolean descending) {
    this.pages = pages;
    this.descending = descending;
    this.range = range;
  }

  /** The next run, which may be empty; null if there is no further one. */
  @Override
  public @Nullable Run<K, V> get() {
    page = descending ? pageBelow() : pageAbove();
    return page == null ? null : Run.of(page, range);
  }

  /** The next run that is not empty; null if there is none. */
  @Nullable Run<K, V> nonEmpty() {
    Run<K, V> run = get();
    while (run != null && run.isEmpty()) {
      run = get();
    }
    return run;
  }

  private @Nullable Page<K, V> pageAbove() {
    if (page == null) {
      return range.low() == null ? pages.first() : pages.at(range.low());
    }
    K end = page.end;
    if (end == null || range.isTooHigh(end)) {
      return null;
    }
    Page<K, V> following = pages.following(page);
    if (following != null && following.leaf.low != end) {
      range = range.from(end, true);
    }
    return following;
  }

  private @Nullable Page<K, V> pageBelow() {
    if (page == null) {
      return range.high() == null ? pages.last() : pages.at(range.high());
    }
    K low = page.leaf.low;
    if (low == null || range.isTooLow(low)) {
      return null;
    }
    Page<K, V> preceding = pages.before(low);
    if (preceding.end != low) {
      range = range.to(low, false);
    }
    return preceding;
  }
}
