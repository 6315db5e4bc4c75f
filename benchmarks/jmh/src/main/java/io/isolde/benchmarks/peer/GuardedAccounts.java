package io.isolde.benchmarks.peer;

/** Balances that are never overdrawn, moved in pairs. Thread-safe. */
public interface GuardedAccounts {
  /**
   * Moves {@code amount} if the payer has it, all or nothing, by the peer's means of asking without
   * a read, and of adding without one.
   *
   * @param work what the body does between asking and writing
   */
  void compareAndAdd(int from, int to, long amount, Runnable work, Tally tally);

  /** Likewise, but reads both balances and writes them. */
  void readAndWrite(int from, int to, long amount, Runnable work, Tally tally);

  /** The sum of all balances while nothing moves. */
  long sum();
}
