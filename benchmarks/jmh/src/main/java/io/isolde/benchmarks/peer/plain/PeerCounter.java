package io.isolde.benchmarks.peer.plain;

import io.isolde.benchmarks.peer.Counter;
import io.isolde.benchmarks.peer.Tally;

/** A plain field. */
public final class PeerCounter implements Counter {
  private long count;

  public PeerCounter(int size) {}

  @Override
  public void increment(Tally tally) {
    tally.attempt();
    count++;
  }

  @Override
  public void add(Tally tally) {
    increment(tally);
  }

  @Override
  public long value() {
    return count;
  }
}
