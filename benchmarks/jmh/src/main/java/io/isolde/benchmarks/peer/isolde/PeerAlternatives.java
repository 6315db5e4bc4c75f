package io.isolde.benchmarks.peer.isolde;

import static io.isolde.stm.Stm.orElse;
import static io.isolde.stm.Stm.retry;
import static io.isolde.stm.Stm.snapshot;

import io.isolde.benchmarks.peer.Alternatives;
import io.isolde.benchmarks.peer.Tally;
import io.isolde.stm.LongRef;

/** {@code orElse}. */
public final class PeerAlternatives implements Alternatives {
  private final LongRef here = LongRef.of(0);
  private final LongRef there = LongRef.of(0);

  public PeerAlternatives(int size) {}

  @Override
  public void first(Tally tally) {
    orElse(
        () -> {
          tally.attempt();
          move();
        },
        () -> {
          throw retry();
        });
  }

  @Override
  public void second(Tally tally) {
    orElse(
        () -> {
          tally.attempt();
          here.set(here.get() - 7);
          throw retry();
        },
        this::move);
  }

  private void move() {
    here.set(here.get() - 1);
    there.set(there.get() + 1);
  }

  @Override
  public long moved() {
    return snapshot(() -> here.get() + there.get() == 0 ? there.get() : -1);
  }
}
