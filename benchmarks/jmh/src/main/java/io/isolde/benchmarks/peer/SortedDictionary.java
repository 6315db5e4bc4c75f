package io.isolde.benchmarks.peer;

import org.jspecify.annotations.Nullable;

/** Integers by integers, in order: each of the keys from 0 to the size has itself as its value. */
public interface SortedDictionary {
  /** The value of {@code key}, or null. */
  @Nullable Integer get(Integer key);

  /** The sum of the values of the keys from {@code from} to below {@code to}, by iteration. */
  int sum(Integer from, Integer to);
}
