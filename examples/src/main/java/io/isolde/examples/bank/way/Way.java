package io.isolde.examples.bank.way;

import io.isolde.examples.bank.PaymentOrder;

/**
 * A way of sharing accounts between threads.
 *
 * <p>Any number of threads may call its methods; whether the books then stay right is what the
 * comparison shows.
 */
public interface Way extends AutoCloseable {

  /**
   * Moves money between two accounts, or refuses to.
   *
   * @param order names two different accounts that exist
   */
  Reply transfer(PaymentOrder order);

  /** Sums the balances of all accounts. */
  long audit();

  /** What it promises about the total of all balances. */
  Promise promise();

  /** Releases everything it holds; no call may be in progress. */
  @Override
  void close();
}
