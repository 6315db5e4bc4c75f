package io.isolde.stm;

/**
 * Reports that a transaction <em>has committed</em>, but that an after-commit hook or a watch threw
 * afterwards.
 *
 * <p>All hooks have run. The cause is the first exception that one of them threw; later exceptions
 * are suppressed in it. There is no cause if there was not enough memory to create an exception
 * with one.
 */
public final class AfterCommitException extends TransactionException {
  /**
   * For use by the engine.
   *
   * @param transaction describes the transaction
   * @param cause what the hook threw
   */
  public AfterCommitException(String transaction, Throwable cause) {
    super(
        transaction + " has committed, but a hook or watch that ran afterwards failed: " + cause,
        cause);
  }

  /** For use by the engine: makes the one instance to throw when there is no memory for another. */
  public AfterCommitException() {
    super(
        "a transaction has committed, but a hook or watch that ran afterwards failed;"
            + " there is no memory left to say more",
        false,
        false);
  }
}
