package io.isolde.stm;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Reports that a transaction did not commit within its {@link TransactionOptions#withTimeout
 * timeout}. It was rolled back: nothing has changed.
 */
public final class TransactionTimeoutException extends TransactionException {
  /**
   * For use by the engine.
   *
   * @param transaction describes the transaction
   * @param timeout the timeout that passed
   * @param attempts how many attempts were made
   * @param doing what it was doing when the timeout passed
   * @param conflict the ref over which an attempt was last lost, if any
   */
  public TransactionTimeoutException(
      String transaction,
      @Nullable Duration timeout,
      int attempts,
      String doing,
      @Nullable String conflict) {
    super(
        transaction
            + " was rolled back: it did not commit within "
            + timeout
            + " (it "
            + doing
            + "; attempts: "
            + attempts
            + (conflict == null ? ")" : "; last conflict over ref " + conflict + ")"));
  }
}
