package io.isolde.benchmarks.peer.orderedlocks;

import io.isolde.benchmarks.peer.Accounts;
import io.isolde.benchmarks.peer.Tally;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/** One lock for each account, taken in the order of their numbers. */
public final class PeerAccounts implements Accounts {
  private static final class Account {
    final ReentrantLock lock = new ReentrantLock();
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
    Account first = from < to ? payer : payee;
    Account second = from < to ? payee : payer;
    first.lock.lock();
    try {
      second.lock.lock();
      try {
        tally.attempt();
        payer.balance -= amount;
        payee.balance += amount;
      } finally {
        second.lock.unlock();
      }
    } finally {
      first.lock.unlock();
    }
  }

  @Override
  public long sum(int first, int count, Tally tally) {
    for (int i = first; i < first + count; i++) {
      accounts[i].lock.lock();
    }
    try {
      tally.attempt();
      long sum = 0;
      for (int i = first; i < first + count; i++) {
        sum += accounts[i].balance;
      }
      return sum;
    } finally {
      for (int i = first; i < first + count; i++) {
        accounts[i].lock.unlock();
      }
    }
  }
}
