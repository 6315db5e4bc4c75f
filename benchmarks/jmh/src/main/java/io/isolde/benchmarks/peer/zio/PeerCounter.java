package io.isolde.benchmarks.peer.zio;

import io.isolde.benchmarks.peer.Counter;
import io.isolde.benchmarks.peer.Tally;
import zio.stm.TRef;

/** A {@link TRef}. There is no way to add without reading; {@code update} comes closest. */
public final class PeerCounter implements Counter {
  private final TRef<Long> count = Zio.ref(0L);

  public PeerCounter(int size) {}

  @Override
  public void increment(Tally tally) {
    Zio.commit(
        count
            .get()
            .flatMap(
                value -> {
                  tally.attempt();
                  return count.set(value + 1);
                }));
  }

  @Override
  public void add(Tally tally) {
    Zio.commit(
        count.update(
            value -> {
              tally.attempt();
              return value + 1;
            }));
  }

  @Override
  public long value() {
    return Zio.commit(count.get());
  }
}
