package io.isolde.benchmarks.durable.peer;

import java.util.OptionalLong;

/** Accounts in a store on disk, numbered from 0. Thread-safe, but for {@link #close}. */
public interface DurableAccounts extends AutoCloseable {
  /** Opens accounts 0 to {@code count - 1}; on stable storage when it returns. */
  void fill(int count);

  /**
   * Moves money from one account to another, all or nothing; on stable storage when it returns, if
   * the store was opened so. Reads both, writes both, in the order of their numbers, and retries
   * after a conflict with another transfer.
   */
  void transfer(int from, int to, long amount);

  /** What is in an account. */
  long balance(int number);

  /** All the money, as of one instant. */
  long sum();

  /** How many forces the store has made so far; empty if it does not report them. */
  default OptionalLong forces() {
    return OptionalLong.empty();
  }

  @Override
  void close();
}
