package io.isolde.benchmarks.sharing;

import io.isolde.examples.sharing.Account;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is done to the accounts, and by how many threads.
 *
 * <p>Immutable.
 *
 * @param accounts how many accounts there are, at least two
 * @param hot how many of them are hot, that is, named by many orders
 * @param hotPercent how many orders of a hundred pay a hot account; in as many, a hot account pays
 * @param frozen how many of them refuse to be paid; never a hot one, unless all others are frozen
 * @param writers how many threads carry out orders
 * @param auditors how many threads sum all balances
 * @param auditsPerSecond how often each of them does, or 0 for without pause
 * @param bodyNanos how long every transfer computes between reading and writing
 * @param thinkMicros how long every transfer then waits, without using a processor
 * @param seed picks one of many lists of orders
 */
public record Load(
    int accounts,
    int hot,
    int hotPercent,
    int frozen,
    int writers,
    int auditors,
    int auditsPerSecond,
    long bodyNanos,
    long thinkMicros,
    long seed) {
  private static final long OPENING_BALANCE = 10_000;

  /** The accounts as they are opened. */
  Map<String, Account> opening() {
    Map<String, Account> opening = new LinkedHashMap<>();
    for (int i = 0; i < accounts; i++) {
      opening.put(name(i), new Account(OPENING_BALANCE, i >= accounts - frozen));
    }
    return Map.copyOf(opening);
  }

  /** What all accounts hold together, at all times. */
  long total() {
    return accounts * OPENING_BALANCE;
  }

  String name(int account) {
    return "account-" + account;
  }

  /** What every transfer does between reading and writing. */
  Runnable body() {
    return new Work(bodyNanos, thinkMicros);
  }
}
