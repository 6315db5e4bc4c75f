package io.isolde.benchmarks.peer.atomics;

import io.isolde.benchmarks.peer.Counter;
import io.isolde.benchmarks.peer.Tally;
import java.util.concurrent.atomic.AtomicLong;

/** An {@link AtomicLong}. */
public final class PeerCounter implements Counter {
  private final AtomicLong count = new AtomicLong();

  public PeerCounter(int size) {}

  @Override
  public void increment(Tally tally) {
    tally.attempt();
    count.incrementAndGet();
  }

  @Override
  public void add(Tally tally) {
    increment(tally);
  }

  @Override
  public long value() {
    return count.get();
  }
}
