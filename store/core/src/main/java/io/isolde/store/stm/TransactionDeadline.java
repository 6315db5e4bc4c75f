package io.isolde.store.stm;

import io.isolde.stm.Deadline;
import io.isolde.stm.TransactionLocal;

/**
 * The deadline of the calling thread's transaction, also for the logs of other stores that join it.
 * Thread-safe.
 */
public final class TransactionDeadline {
  private static final TransactionLocal<Deadline> DEADLINE =
      TransactionLocal.withInitial(() -> Deadline.NEVER);

  private TransactionDeadline() {}

  /** The deadline of the present attempt. */
  public static Deadline get() {
    return DEADLINE.get();
  }

  /** Sets the deadline of the present attempt. */
  static void set(Deadline deadline) {
    DEADLINE.set(deadline);
  }
}
