package io.isolde.benchmarks.peer.onelock;

import io.isolde.benchmarks.peer.Accounts;
import io.isolde.benchmarks.peer.Tally;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/** One lock for all accounts. */
public final class PeerAccounts implements Accounts {
  private static final class Account {
    long balance = OPENING_BALANCE;
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Account[] accounts;

  public PeerAccounts(int size) {
    accounts = new Account[size];
    Arrays.setAll(accounts, i -> new Account());
  }

  @Override
  public void transfer(int from, int to, long amount, Tally tally) {
    Account payer = accounts[from];
    Account payee = accounts[to];
    lock.lock();
    try {
      tally.attempt();
      payer.balance -= amount;
      payee.balance += amount;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long sum(int first, int count, Tally tally) {
    lock.lock();
    try {
      tally.attempt();
      long sum = 0;
      for (int i = first; i < first + count; i++) {
        sum += accounts[i].balance;
      }
      return sum;
    } finally {
      lock.unlock();
    }
  }
}
