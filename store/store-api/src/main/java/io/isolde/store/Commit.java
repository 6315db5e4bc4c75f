package io.isolde.store;

import java.util.List;

/**
 * What one transaction changed. An element of {@link Store#changes}. Immutable, as long as the keys
 * and values are.
 *
 * @param number counts the commits of the store that were published, from 1: for each subscriber
 *     every number is greater by 1 than the one before
 * @param changes one for each name and key that was written, in the order of their first writes;
 *     never empty
 */
public record Commit(long number, List<Change> changes) {
  /**
   * Makes a commit.
   *
   * @param number at least 1
   * @param changes copied
   */
  public Commit {
    changes = List.copyOf(changes);
  }
}
