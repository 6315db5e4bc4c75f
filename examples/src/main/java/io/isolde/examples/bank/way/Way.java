package io.isolde.examples.bank.way;

import io.isolde.examples.bank.PaymentOrder;

/**
 * A way of sharing accounts between threads.
 *
 * <p>Any number of threads may call its methods; whether the books stay right then is what is to be
 * seen.
 */
public interface Way extends AutoCloseable {

  /**
   * Moves money between two accounts, or refuses to.
   *
   * @param order names two different accounts that there are
   */
  Reply transfer(PaymentOrder order);

  /** Sums the balances of all accounts. */
  long audit();

  /** What it promises about the total of all balances. */
  Promise promise();

  /** Lets go of all that it holds; nothing may be under way. */
  @Override
  void close();
}
