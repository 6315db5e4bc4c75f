package io.isolde.benchmarks.peer.scalastm;

import io.isolde.benchmarks.peer.Blocks;
import io.isolde.benchmarks.peer.Tally;
import java.util.concurrent.Callable;
import scala.concurrent.stm.Ref;
import scala.concurrent.stm.japi.STM;

/** {@code atomic} inside {@code atomic}. */
public final class PeerBlocks implements Blocks {
  private final Ref.View<Long> here = STM.newRef(0L);
  private final Ref.View<Long> there = STM.newRef(0L);

  public PeerBlocks(int size) {}

  @Override
  public void flat(Tally tally) {
    Runnable body =
        () -> {
          tally.attempt();
          here.set(here.get() - 1);
          there.set(there.get() + 1);
        };
    STM.atomic(body);
  }

  @Override
  public void nested(Tally tally) {
    Runnable take = () -> here.set(here.get() - 1);
    Runnable give = () -> there.set(there.get() + 1);
    Runnable body =
        () -> {
          tally.attempt();
          STM.atomic(take);
          STM.atomic(give);
        };
    STM.atomic(body);
  }

  @Override
  public long moved() {
    Callable<Long> body = () -> here.get() + there.get() == 0 ? there.get() : -1;
    return STM.atomic(body);
  }
}
