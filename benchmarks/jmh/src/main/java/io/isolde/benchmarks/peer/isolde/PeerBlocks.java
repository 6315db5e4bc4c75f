package io.isolde.benchmarks.peer.isolde;

import static io.isolde.stm.Stm.atomic;
import static io.isolde.stm.Stm.snapshot;

import io.isolde.benchmarks.peer.Blocks;
import io.isolde.benchmarks.peer.Tally;
import io.isolde.stm.LongRef;

/** {@code atomic} inside {@code atomic}. */
public final class PeerBlocks implements Blocks {
  private final LongRef here = LongRef.of(0);
  private final LongRef there = LongRef.of(0);

  public PeerBlocks(int size) {}

  @Override
  public void flat(Tally tally) {
    atomic(
        () -> {
          tally.attempt();
          here.set(here.get() - 1);
          there.set(there.get() + 1);
        });
  }

  @Override
  public void nested(Tally tally) {
    atomic(
        () -> {
          tally.attempt();
          atomic(() -> here.set(here.get() - 1));
          atomic(() -> there.set(there.get() + 1));
        });
  }

  @Override
  public long moved() {
    return snapshot(() -> here.get() + there.get() == 0 ? there.get() : -1);
  }
}
