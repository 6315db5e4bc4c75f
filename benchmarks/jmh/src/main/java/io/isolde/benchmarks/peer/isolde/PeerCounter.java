package io.isolde.benchmarks.peer.isolde;

import static io.isolde.stm.Stm.atomic;

import io.isolde.benchmarks.peer.Counter;
import io.isolde.benchmarks.peer.Tally;
import io.isolde.stm.LongRef;

/** A {@link LongRef}. */
public final class PeerCounter implements Counter {
  private final LongRef count = LongRef.of(0);

  public PeerCounter(int size) {}

  @Override
  public void increment(Tally tally) {
    atomic(
        () -> {
          tally.attempt();
          count.set(count.get() + 1);
        });
  }

  @Override
  public void add(Tally tally) {
    atomic(
        () -> {
          tally.attempt();
          count.add(1);
        });
  }

  @Override
  public long value() {
    return count.get();
  }
}
