package io.isolde.store;

/**
 * Thrown when the engine of a shared store cannot be reached, or refuses to work. The call has
 * changed nothing. The store stays open, and works again when its engine does.
 */
public final class StoreUnavailableException extends RuntimeException {
  /**
   * Says what failed.
   *
   * @param message what failed, in the words of the engine
   * @param cause the failure
   */
  public StoreUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
