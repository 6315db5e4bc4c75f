package io.isolde.benchmarks.scenario;

import io.isolde.benchmarks.peer.Accounts;
import io.isolde.benchmarks.peer.Tally;

/** A scenario with accounts, which hold the same money in total at all times. */
public abstract class AccountsScenario extends OneOrTwoThreads {
  /** Made by {@link #open}. */
  private Accounts accounts;

  /** How many accounts there are. */
  abstract int size();

  /** The accounts, when the scenario is open. */
  final Accounts accounts() {
    return accounts;
  }

  @Override
  protected void open() {
    accounts = peer().create(Accounts.class, size());
  }

  @Override
  public boolean isRight(long calls) {
    return accounts.sum(0, size(), new Tally()) == size() * Accounts.OPENING_BALANCE;
  }
}
