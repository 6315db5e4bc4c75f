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

  /**
   * Whether any attempt has a deadline: never reset. Most programs set none, and need not look one
   * up for each commit. A thread need only see what it has written itself.
   */
  @SuppressWarnings("NonFinalStaticField")
  private static boolean isUsed;

  private TransactionDeadline() {}

  /** The deadline of the present attempt. */
  public static Deadline get() {
    return isUsed ? DEADLINE.get() : Deadline.NEVER;
  }

  /** Sets the deadline of the present attempt. */
  static void set(Deadline deadline) {
    isUsed = true;
    DEADLINE.set(deadline);
  }
}
