package io.isolde.benchmarks.peer;

/** Balances, moved in pairs and summed together. Thread-safe, but for the plain ones. */
public interface Accounts {
  /** What every account holds at the start. */
  long OPENING_BALANCE = 1000;

  /**
   * Moves {@code amount} between two different accounts, all or nothing. A balance may become
   * negative.
   */
  void transfer(int from, int to, long amount, Tally tally);

  /** The sum of {@code count} accounts as of one instant. */
  long sum(int first, int count, Tally tally);
}
