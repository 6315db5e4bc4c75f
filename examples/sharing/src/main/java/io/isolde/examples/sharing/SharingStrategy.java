package io.isolde.examples.sharing;

/**
 * A way of sharing accounts between threads.
 *
 * <p>Any number of threads may call its methods; whether the books then stay right is what a
 * comparison shows.
 */
public interface SharingStrategy extends AutoCloseable {

  /**
   * Moves money between two accounts, or refuses to.
   *
   * @param transfer names two different accounts that exist
   */
  TransferResult transfer(Transfer transfer);

  /** Sums the balances of all accounts. */
  long audit();

  /** What it promises about the total of all balances. */
  Promise promise();

  /** Releases everything it holds; no call may be in progress. */
  @Override
  void close();
}
