package io.isolde.benchmarks.peer.nothing;

import io.isolde.benchmarks.peer.Accounts;
import io.isolde.benchmarks.peer.Tally;

/** Stores what was picked, so that picking cannot be optimised away. */
public final class PeerAccounts implements Accounts {
  private long sink;

  public PeerAccounts(int size) {}

  @Override
  public void transfer(int from, int to, long amount, Tally tally) {
    sink = from + to + amount;
    tally.attempt();
  }

  @Override
  public long sum(int first, int count, Tally tally) {
    sink = first;
    tally.attempt();
    return count * OPENING_BALANCE;
  }

  @Override
  public String toString() {
    return "last picked: " + sink;
  }
}
