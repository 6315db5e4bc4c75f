package io.isolde.examples.bank.ledger;

import io.isolde.store.Store;
import io.isolde.store.StoreCounter;

/**
 * The most that the orders of one file may move in all.
 *
 * <p>Thread-safe.
 */
public final class PaymentLimit {
  /*
   * Every order of the file adds to one counter. It does not read it, though: it only asks whether
   * its own amount still fits. A store that remembers comparisons lets such orders commit side by
   * side, until one of them takes the money that another was promised: then that one runs again.
   *
   *   I1  What was paid is never more than the limit: the question and the addition are parts of
   *       the transaction that moves the money.
   *   I2  So what may still be paid only shrinks, and an order that was refused for the limit would
   *       be refused at the end as well.
   */
  private final StoreCounter paid;
  private final long most;

  /**
   * The limit of a file.
   *
   * @param file its number in the store; 0 for orders that are no file of that store
   * @param most in minor units, positive
   */
  public PaymentLimit(Store store, int file, long most) {
    paid = store.counter("paid from file " + file);
    this.most = most;
  }

  /**
   * Takes the amount from what may still be paid; returns false, and changes nothing, when it is
   * more than that. Must be called in the transaction that moves the money.
   */
  boolean take(long amount) {
    boolean fits = paid.isAtMost(most - amount);
    if (fits) {
      paid.add(amount);
    }
    return fits;
  }

  /** What was paid up to now, in minor units. */
  public long paid() {
    return paid.get();
  }

  /** What may be paid in all, in minor units. */
  public long most() {
    return most;
  }
}
