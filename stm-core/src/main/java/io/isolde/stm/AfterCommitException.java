package io.isolde.stm;

/**
 * The transaction <em>has committed</em>, and then an after-commit hook or a watch threw.
 *
 * <p>All hooks have run. The cause is the first exception that one of them threw; further ones are
 * suppressed in it. When memory ran out to the last, there is no cause.
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

  /** Made by the engine once, for when there is no memory to make another one. */
  public AfterCommitException() {
    super(
        "a transaction has committed, but a hook or watch that ran afterwards failed;"
            + " there is no memory left to say more",
        false,
        false);
  }
}
