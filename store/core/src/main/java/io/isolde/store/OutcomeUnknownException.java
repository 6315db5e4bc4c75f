package io.isolde.store;

/**
 * Thrown when the connection to the engine of a shared store broke during a commit, and the engine
 * could not be asked afterwards. The transaction has committed as a whole, or changed nothing; this
 * process does not know which. Its after-commit hooks have not run, and neither have its
 * after-rollback hooks.
 */
public final class OutcomeUnknownException extends RuntimeException {
  /**
   * Says which transaction it is.
   *
   * @param message names the transaction and how its commit is identified
   * @param cause why the engine could not be asked
   */
  public OutcomeUnknownException(String message, Throwable cause) {
    super(message, cause);
  }
}
