package io.isolde.benchmarks.peer;

import org.jspecify.annotations.Nullable;

/**
 * A sorted map from integers to integers: each of the keys from 0 to below the size has itself as
 * its value.
 */
public interface SortedDictionary {
  /** The value of {@code key}, or null. */
  @Nullable Integer get(Integer key);

  /** The sum of the values of the keys from {@code from} to below {@code to}, by iteration. */
  int sum(Integer from, Integer to);
}
