package io.isolde.store;

import java.util.List;

/**
 * The changes of one transaction. An element of {@link Store#changes}. Immutable if the keys and
 * values are.
 *
 * @param number the position of this commit among the published commits of the store, from 1; each
 *     subscriber sees consecutive numbers
 * @param changes one for each name and key that was written, in the order of the first writes;
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
