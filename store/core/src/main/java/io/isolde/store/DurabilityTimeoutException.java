package io.isolde.store;

/**
 * Thrown when the timeout of a transaction passes while it waits for stable storage, after its
 * outcome is decided.
 *
 * <p>As the cause of an {@link io.isolde.stm.AfterCommitException}, it says that the transaction
 * <em>has committed</em>, but was not on stable storage in time. It is still being written: {@link
 * DurableStore#force()} waits for it. Repeating the transaction would apply it twice.
 *
 * <p>Suppressed in the exception of a participant that has vetoed the commit, it says that the
 * transaction has changed nothing in memory, but that a crash may still bring its changes back,
 * until {@code force()} has returned.
 */
public final class DurabilityTimeoutException extends RuntimeException {
  /**
   * Says which store is late with a commit.
   *
   * @param store names the store
   */
  public DurabilityTimeoutException(String store) {
    this(
        store,
        " was not done with writing this commit to stable storage when the time to wait was over;"
            + " the commit stands, and is on its way there: force() waits for it, and to repeat"
            + " the transaction would do it twice");
  }

  private DurabilityTimeoutException(String store, String what) {
    super(store + what);
  }

  /**
   * Says which store is late with the note that a transaction was rolled back.
   *
   * @param store names the store
   * @return the exception, to be thrown
   */
  public static DurabilityTimeoutException ofRollback(String store) {
    return new DurabilityTimeoutException(
        store,
        " was not done with revoking this transaction on stable storage when the time to wait was"
            + " over; nothing has changed, but a crash may bring its changes back until force()"
            + " has returned");
  }
}
