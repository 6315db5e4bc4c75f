package io.isolde.store;

import java.util.List;

/**
 * The changes of one transaction. An element of {@link Store#changes}. Immutable if the keys and
 * values are.
 *
 * @param number counts the commits, from 1; each subscriber sees consecutive numbers. The
 *     subscribers of {@link Store#changes(int)} see the same number for the same commit: its place
 *     among the published commits of the store. A subscriber that resumes counts its own
 * @param position where the commit is in the history of its store: text that a program keeps, and
 *     later passes to {@link Store#changes(int, String)}, perhaps in another process; empty in a
 *     store that lacks {@link Capability#RESUMABLE_CHANGES}
 * @param changes one for each name and key that was written, in the order of the first writes;
 *     never empty. In a commit of the backlog, counters that were only added to may come last
 */
public record Commit(long number, String position, List<Change> changes) {
  /**
   * Makes a commit.
   *
   * @param number at least 1
   * @param position any text, perhaps empty
   * @param changes copied
   */
  public Commit {
    changes = List.copyOf(changes);
  }
}
