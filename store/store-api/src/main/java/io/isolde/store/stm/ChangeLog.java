package io.isolde.store.stm;

import io.isolde.stm.Participant;
import io.isolde.store.Change;

/** Where the changes of a store go as a part of each commit: a journal. Thread-safe. */
public interface ChangeLog {
  /**
   * Makes ready to log what the calling thread's transaction has changed, in the order of changes.
   * Called at the end of its body, and once more if it changes something after that; before any
   * lock.
   *
   * @return takes part in the commit, unless a later one replaces it
   * @throws RuntimeException as if the body had thrown
   */
  Participant logged(Iterable<Change> changes);
}
