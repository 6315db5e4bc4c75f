package io.isolde.examples.bank;

import io.isolde.stm.LongRef;

/**
 * An account: a name, and money once it is open.
 *
 * <p>To make the object is not to open the account, which is a matter of a transaction.
 * Thread-safe.
 */
final class Account {
  private static final long NOT_OPEN = -1;

  private final String name;
  private final LongRef openingBalance = LongRef.of(NOT_OPEN);
  private final LongRef balance;

  /** An account that is not open yet. */
  Account(String name) {
    this.name = name;
    balance = LongRef.named(name, 0);
  }

  String name() {
    return name;
  }

  boolean isOpen() {
    return openingBalance.get() != NOT_OPEN;
  }

  /** What it was opened with, in minor units. */
  long openingBalance() {
    return openingBalance.get();
  }

  /** What it holds, in minor units. */
  long balance() {
    return balance.get();
  }

  /** Opens it with an amount that is not negative; the caller has looked that it is not open. */
  void open(long amount) {
    openingBalance.set(amount);
    balance.set(amount);
  }

  /** Takes money out; the caller has looked, in the same transaction, that it is there. */
  void withdraw(long amount) {
    balance.add(-amount);
  }

  /** Pays money in, without a look at the balance: so deposits do not conflict with each other. */
  void deposit(long amount) {
    balance.add(amount);
  }
}
