package io.isolde.benchmarks.peer.clojure;

import clojure.lang.Ref;
import io.isolde.benchmarks.peer.Blocks;
import io.isolde.benchmarks.peer.Tally;
import java.util.concurrent.Callable;

/**
 * {@code dosync} inside {@code dosync}, which joins it; the inner ones cannot be rolled back alone.
 */
public final class PeerBlocks implements Blocks {
  private final Ref here = new Ref(0L);
  private final Ref there = new Ref(0L);

  public PeerBlocks(int size) {}

  @Override
  public void flat(Tally tally) {
    Transactions.run(
        () -> {
          tally.attempt();
          here.set((Long) here.deref() - 1);
          return there.set((Long) there.deref() + 1);
        });
  }

  @Override
  public void nested(Tally tally) {
    Callable<Object> take = () -> here.set((Long) here.deref() - 1);
    Callable<Object> give = () -> there.set((Long) there.deref() + 1);
    Transactions.run(
        () -> {
          tally.attempt();
          Transactions.run(take);
          return Transactions.run(give);
        });
  }

  @Override
  public long moved() {
    return (Long)
        Transactions.run(
            () -> (Long) here.deref() + (Long) there.deref() == 0 ? (Long) there.deref() : -1L);
  }
}
