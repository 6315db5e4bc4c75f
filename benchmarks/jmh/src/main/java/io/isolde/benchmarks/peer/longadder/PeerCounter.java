package io.isolde.benchmarks.peer.longadder;

import io.isolde.benchmarks.peer.Counter;
import io.isolde.benchmarks.peer.Tally;
import java.util.concurrent.atomic.LongAdder;

/** A {@link LongAdder}, whose sum is exact only while nobody adds. */
public final class PeerCounter implements Counter {
  private final LongAdder count = new LongAdder();

  public PeerCounter(int size) {}

  @Override
  public void increment(Tally tally) {
    tally.attempt();
    count.increment();
  }

  @Override
  public void add(Tally tally) {
    increment(tally);
  }

  @Override
  public long value() {
    return count.sum();
  }
}
