package io.isolde.benchmarks.peer.plain;

import io.isolde.benchmarks.peer.Accounts;
import io.isolde.benchmarks.peer.Tally;
import java.util.Arrays;

/** One object with a plain field for each account. */
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
    tally.attempt();
    payer.balance -= amount;
    payee.balance += amount;
  }

  @Override
  public long sum(int first, int count, Tally tally) {
    tally.attempt();
    long sum = 0;
    for (int i = first; i < first + count; i++) {
      sum += accounts[i].balance;
    }
    return sum;
  }
}
