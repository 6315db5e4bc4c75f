package io.isolde.benchmarks.peer.orderedlocks;

import io.isolde.benchmarks.peer.Accounts;
import io.isolde.benchmarks.peer.GuardedAccounts;
import io.isolde.benchmarks.peer.Tally;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/** One lock for each account, taken in the order of their numbers before the payer is asked. */
public final class PeerGuardedAccounts implements GuardedAccounts {
  private static final class Account {
    final ReentrantLock lock = new ReentrantLock();
    long balance = Accounts.OPENING_BALANCE;
  }

  private final Account[] accounts;

  public PeerGuardedAccounts(int size) {
    accounts = new Account[size];
    Arrays.setAll(accounts, i -> new Account());
  }

  /** The same as {@link #readAndWrite}: a lock knows no other way. */
  @Override
  public void compareAndAdd(int from, int to, long amount, Runnable work, Tally tally) {
    readAndWrite(from, to, amount, work, tally);
  }

  @Override
  public void readAndWrite(int from, int to, long amount, Runnable work, Tally tally) {
    Account first = accounts[Math.min(from, to)];
    Account second = accounts[Math.max(from, to)];
    first.lock.lock();
    try {
      second.lock.lock();
      try {
        tally.attempt();
        move(accounts[from], accounts[to], amount, work);
      } finally {
        second.lock.unlock();
      }
    } finally {
      first.lock.unlock();
    }
  }

  private static void move(Account payer, Account payee, long amount, Runnable work) {
    if (payer.balance >= amount) {
      work.run();
      payer.balance -= amount;
      payee.balance += amount;
    }
  }

  @Override
  public long sum() {
    return Arrays.stream(accounts).mapToLong(account -> account.balance).sum();
  }
}
