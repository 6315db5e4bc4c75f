package io.isolde.store;

/**
 * Thrown when a durable store could not write; it then accepts no more commits. Reads still work.
 *
 * <p>A transaction whose {@code prepare} throws this has changed nothing. A transaction that had
 * committed in memory when its record could not be forced ends with {@link
 * io.isolde.stm.AfterCommitException}, with this as the cause: its outcome is unknown until the
 * store has been opened again.
 */
public final class StoreFailedException extends RuntimeException {
  /**
   * Says what failed.
   *
   * @param message what failed and what to do about it
   * @param cause the first failure
   */
  public StoreFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
