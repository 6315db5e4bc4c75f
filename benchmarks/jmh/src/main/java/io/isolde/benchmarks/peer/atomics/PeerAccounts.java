package io.isolde.benchmarks.peer.atomics;

import io.isolde.benchmarks.peer.Accounts;
import io.isolde.benchmarks.peer.Tally;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One {@link AtomicLong} for each account: no money is lost, but a sum beside transfers is of no
 * instant.
 */
public final class PeerAccounts implements Accounts {
  private final AtomicLong[] balances;

  public PeerAccounts(int size) {
    balances = new AtomicLong[size];
    Arrays.setAll(balances, i -> new AtomicLong(OPENING_BALANCE));
  }

  @Override
  public void transfer(int from, int to, long amount, Tally tally) {
    tally.attempt();
    balances[from].addAndGet(-amount);
    balances[to].addAndGet(amount);
  }

  @Override
  public long sum(int first, int count, Tally tally) {
    tally.attempt();
    long sum = 0;
    for (int i = first; i < first + count; i++) {
      sum += balances[i].get();
    }
    return sum;
  }
}
