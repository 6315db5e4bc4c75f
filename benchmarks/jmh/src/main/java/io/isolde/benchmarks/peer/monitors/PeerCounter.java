package io.isolde.benchmarks.peer.monitors;

import io.isolde.benchmarks.peer.Counter;
import io.isolde.benchmarks.peer.Tally;

/** A long and its monitor. */
public final class PeerCounter implements Counter {
  private long count;

  public PeerCounter(int size) {}

  @Override
  public synchronized void increment(Tally tally) {
    tally.attempt();
    count++;
  }

  @Override
  public void add(Tally tally) {
    increment(tally);
  }

  @Override
  public synchronized long value() {
    return count;
  }
}
