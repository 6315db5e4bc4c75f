package io.isolde.store;

/**
 * A durable store could not write, and accepts no commits any more. Reading goes on.
 *
 * <p>A transaction whose {@code prepare} met this has changed nothing. One that had committed in
 * memory when its record could not be forced ends with {@link io.isolde.stm.AfterCommitException},
 * with this as the cause: its outcome is unknown, and known when the store has been opened again.
 */
public final class StoreFailedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * Says what failed.
   *
   * @param message what failed and what helps
   * @param cause the first failure
   */
  public StoreFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
