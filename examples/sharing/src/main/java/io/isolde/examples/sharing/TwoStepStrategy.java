package io.isolde.examples.sharing;

import org.jspecify.annotations.Nullable;

/**
 * A transfer in two steps, each of which changes one account and is atomic by itself.
 *
 * <p>No update is lost. But between the steps the money is in no account, and audits miss it; when
 * the payee refuses it, it must be paid back, in a third step; and if the thread ends between two
 * steps, no record of the money remains.
 */
abstract class TwoStepStrategy implements SharingStrategy {
  private final Runnable body;

  TwoStepStrategy(Runnable body) {
    this.body = body;
  }

  /** A change of one account; may be computed more than once. */
  @FunctionalInterface
  interface Change {
    /** The account afterwards, or null to refuse the change. */
    @Nullable Account of(Account before);
  }

  /**
   * The result of a change.
   *
   * @param done whether it was made, and not refused
   * @param conflicts how often it had to be computed again
   */
  record Step(boolean done, int conflicts) {}

  /** Changes one account, atomically. */
  abstract Step change(String account, Change change);

  @Override
  public TransferResult transfer(Transfer transfer) {
    Step withdrawal = change(transfer.payer(), withdrawal(transfer.amount()));
    return withdrawal.done()
        ? passOn(transfer, withdrawal.conflicts())
        : new TransferResult(Outcome.REFUSED, withdrawal.conflicts());
  }

  /** Deposits money that has been withdrawn, or pays it back. */
  private TransferResult passOn(Transfer transfer, int conflicts) {
    Step deposit = change(transfer.payee(), deposit(transfer.amount()));
    if (deposit.done()) {
      return new TransferResult(Outcome.MOVED, conflicts + deposit.conflicts());
    }
    Step refund = change(transfer.payer(), refund(transfer.amount()));
    return new TransferResult(
        Outcome.PAID_BACK, conflicts + deposit.conflicts() + refund.conflicts());
  }

  private Change withdrawal(long amount) {
    return account -> {
      body.run();
      return account.balance() < amount ? null : account.plus(-amount);
    };
  }

  private static Change deposit(long amount) {
    return account -> account.frozen() ? null : account.plus(amount);
  }

  /** Even a frozen account must take its own money back: no other account could. */
  private static Change refund(long amount) {
    return account -> account.plus(amount);
  }

  @Override
  public final Promise promise() {
    return Promise.AT_REST;
  }
}
