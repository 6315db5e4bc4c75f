package io.isolde.benchmarks.peer.scalastm;

import io.isolde.benchmarks.peer.Counter;
import io.isolde.benchmarks.peer.Tally;
import scala.concurrent.stm.Ref;
import scala.concurrent.stm.japi.STM;

/**
 * A {@code Ref.View}. Adding without a read is a single operation, {@code STM.increment}; in a
 * transaction, that would read.
 */
public final class PeerCounter implements Counter {
  private final Ref.View<Long> count = STM.newRef(0L);

  public PeerCounter(int size) {}

  @Override
  public void increment(Tally tally) {
    Runnable body =
        () -> {
          tally.attempt();
          count.set(count.get() + 1);
        };
    STM.atomic(body);
  }

  @Override
  public void add(Tally tally) {
    tally.attempt();
    STM.increment(count, 1L);
  }

  @Override
  public long value() {
    return count.get();
  }
}
