package io.isolde.store;

/**
 * Thrown when a transaction <em>has committed</em>, but was not on stable storage when its timeout
 * passed. It is still being written: {@link DurableStore#force()} waits for it. Repeating the
 * transaction would apply it twice.
 *
 * <p>The cause of an {@link io.isolde.stm.AfterCommitException}.
 */
public final class DurabilityTimeoutException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * Says which store is late.
   *
   * @param store names the store
   */
  public DurabilityTimeoutException(String store) {
    super(
        store
            + " was not done with writing this commit to stable storage when the time to wait was"
            + " over; the commit stands, and is on its way there: force() waits for it, and to"
            + " repeat the transaction would do it twice");
  }
}
