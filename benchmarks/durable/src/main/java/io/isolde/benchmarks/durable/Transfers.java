package io.isolde.benchmarks.durable;

import io.isolde.benchmarks.durable.peer.Account;
import io.isolde.benchmarks.durable.peer.DurableAccounts;
import io.isolde.benchmarks.harness.rounds.Step;
import java.util.SplittableRandom;

/** Transfers of 1 between two accounts picked at random. Thread-confined. */
final class Transfers implements Step {
  private final DurableAccounts accounts;
  private final int size;
  private final int perStep;
  private final SplittableRandom random;

  /**
   * Makes {@code perStep} transfers in each step.
   *
   * @param number the number of the thread; threads with the same number pick the same accounts
   */
  Transfers(DurableAccounts accounts, int size, int perStep, int number) {
    this.accounts = accounts;
    this.size = size;
    this.perStep = perStep;
    this.random = new SplittableRandom(number);
  }

  @Override
  public void run() {
    for (int i = 0; i < perStep; i++) {
      int from = random.nextInt(size);
      int to = random.nextInt(size - 1);
      accounts.transfer(from, to < from ? to : to + 1, 1);
    }
  }

  /** Whether no money was created or lost. */
  static boolean areRight(DurableAccounts accounts, int size) {
    return accounts.sum() == size * Account.OPENING_BALANCE;
  }
}
