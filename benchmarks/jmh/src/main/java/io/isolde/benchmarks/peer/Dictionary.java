package io.isolde.benchmarks.peer;

import org.jspecify.annotations.Nullable;

/**
 * A map from integers to integers; at first each of the keys from 0 to below the size has itself as
 * its value. Thread-safe.
 */
public interface Dictionary {
  /** The value of {@code key}, or null. */
  @Nullable Integer get(Integer key);

  void put(Integer key, Integer value);

  void remove(Integer key);

  /**
   * Gets the values of {@code read}, and puts {@code value} for each of {@code written}: all in one
   * transaction, where the peer has transactions. Returns the sum of what was read.
   */
  int exchange(Integer[] read, Integer[] written, Integer value, Tally tally);

  /**
   * Checks whether {@code key} is absent and puts it, in one transaction. Returns whether it was.
   */
  boolean insert(Integer key, Integer value, Tally tally);

  int size();

  /** The sum of all values, by iteration; as of one instant, where the peer can. */
  long sum();
}
