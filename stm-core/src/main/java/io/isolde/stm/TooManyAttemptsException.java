package io.isolde.stm;

import org.jspecify.annotations.Nullable;

/**
 * Reports that a transaction lost as many attempts to conflicts as its {@link
 * TransactionOptions#withLossesMax options} allow. It was rolled back: nothing has changed.
 * Transactions without such a limit commit eventually.
 */
public final class TooManyAttemptsException extends TransactionException {
  /**
   * For use by the engine.
   *
   * @param transaction describes the transaction
   * @param losses how many attempts were lost
   * @param conflict the ref over which the last attempt was lost, if known
   */
  public TooManyAttemptsException(String transaction, int losses, @Nullable String conflict) {
    super(
        transaction
            + " was rolled back: it lost "
            + losses
            + " attempts to conflicting transactions"
            + (conflict == null ? "" : ", the last one over ref " + conflict));
  }
}
