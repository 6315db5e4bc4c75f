package io.isolde.stm;

/**
 * Reports that a thread was interrupted while its transaction waited. The transaction was rolled
 * back: nothing has changed. The thread's interrupt status is set.
 */
public final class TransactionInterruptedException extends TransactionException {
  /**
   * For use by the engine.
   *
   * @param transaction describes the transaction
   * @param attempts how many attempts were made
   * @param doing what it was doing when it was interrupted
   */
  public TransactionInterruptedException(String transaction, int attempts, String doing) {
    super(
        transaction
            + " was rolled back: its thread was interrupted while it "
            + doing
            + " (attempts: "
            + attempts
            + ")");
  }
}
