package io.isolde.stm;

/**
 * A transaction could not do what was asked, for a reason other than its own body. Subclasses say
 * which, and what state is left behind.
 */
public abstract sealed class TransactionException extends RuntimeException
    permits AfterCommitException,
        TooManyAttemptsException,
        TransactionInterruptedException,
        TransactionTimeoutException,
        ValidationException {
  private static final long serialVersionUID = 1;

  TransactionException(String message) {
    super(message);
  }

  TransactionException(String message, boolean suppresses, boolean tracesStack) {
    super(message, null, suppresses, tracesStack);
  }

  TransactionException(String message, Throwable cause) {
    super(message, cause);
  }
}
