package io.isolde.stm;

/**
 * The base class of exceptions that transactions throw for reasons other than their own bodies.
 * Subclasses state the reason and the state that is left behind.
 */
public abstract sealed class TransactionException extends RuntimeException
    permits AfterCommitException,
        TooManyAttemptsException,
        TransactionInterruptedException,
        TransactionTimeoutException,
        ValidationException {
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
