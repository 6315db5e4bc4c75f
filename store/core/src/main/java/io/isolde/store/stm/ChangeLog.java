package io.isolde.store.stm;

import io.isolde.stm.Transaction;

/**
 * A log, such as a journal, to which the changes of a store go as a part of each commit.
 * Thread-safe.
 */
@FunctionalInterface
public interface ChangeLog {
  /**
   * Takes part in an attempt of the calling thread, which is about to make its first change.
   *
   * @return where the changes of the attempt go; enlisted as a {@link io.isolde.stm.Participant}
   */
  ChangeSet begin(Transaction attempt);
}
