package io.isolde.store.stm;

import io.isolde.stm.Participant;
import io.isolde.store.Change;

/**
 * A log, such as a journal, to which the changes of a store go as a part of each commit.
 * Thread-safe.
 */
public interface ChangeLog {
  /**
   * Prepares to log the changes of the calling thread's transaction, in the order in which they
   * were made. Called at the end of the body, and again if the transaction changes something after
   * that; always before any lock is taken.
   *
   * @return the participant in the commit, unless a later call replaces it
   * @throws RuntimeException with the same effect as if the body had thrown it
   */
  Participant logged(Iterable<Change> changes);
}
