package io.isolde.benchmarks.peer.monitors;

import io.isolde.benchmarks.peer.Accounts;
import io.isolde.benchmarks.peer.Tally;
import java.util.Arrays;

/** One monitor for each account, entered in the order of their numbers. */
public final class PeerAccounts implements Accounts {
  private static final class Account {
    long balance = OPENING_BALANCE;
  }

  private final Account[] accounts;

  public PeerAccounts(int size) {
    accounts = new Account[size];
    Arrays.setAll(accounts, i -> new Account());
  }

  @Override
  public void transfer(int from, int to, long amount, Tally tally) {
    Account payer = accounts[from];
    Account payee = accounts[to];
    synchronized (from < to ? payer : payee) {
      synchronized (from < to ? payee : payer) {
        tally.attempt();
        payer.balance -= amount;
        payee.balance += amount;
      }
    }
  }

  @Override
  public long sum(int first, int count, Tally tally) {
    return sum(first, first, first + count, tally);
  }

  /**
   * Enters the monitors of the accounts from {@code next} on, one inside the other, and then adds
   * up all from {@code first} on.
   */
  private long sum(int first, int next, int end, Tally tally) {
    if (next < end) {
      synchronized (accounts[next]) {
        return sum(first, next + 1, end, tally);
      }
    }
    tally.attempt();
    long sum = 0;
    for (int i = first; i < end; i++) {
      sum += accounts[i].balance;
    }
    return sum;
  }
}
