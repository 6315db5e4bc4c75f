package io.isolde.stm;

/**
 * The transaction <em>has committed</em>, and then an after-commit hook or a watch threw.
 *
 * <p>All hooks have run. The cause is the first exception that one of them threw; further ones are
 * suppressed in it.
 */
public final class AfterCommitException extends TransactionException {
  private static final long serialVersionUID = 1;

  /**
   * Made by the engine.
   *
   * @param transaction describes the transaction
   * @param cause what the hook threw
   */
  public AfterCommitException(String transaction, Throwable cause) {
    super(
        transaction + " has committed, but a hook or watch that ran afterwards failed: " + cause,
        cause);
  }
}
