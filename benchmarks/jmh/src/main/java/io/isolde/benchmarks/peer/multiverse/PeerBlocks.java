package io.isolde.benchmarks.peer.multiverse;

import io.isolde.benchmarks.peer.Blocks;
import io.isolde.benchmarks.peer.Tally;
import org.multiverse.api.StmUtils;
import org.multiverse.api.callables.TxnLongCallable;
import org.multiverse.api.callables.TxnVoidCallable;
import org.multiverse.api.references.TxnLong;

/** Executions inside an execution, which join it; the inner ones cannot be rolled back alone. */
public final class PeerBlocks implements Blocks {
  private final TxnLong here = StmUtils.newTxnLong(0);
  private final TxnLong there = StmUtils.newTxnLong(0);

  public PeerBlocks(int size) {}

  @Override
  public void flat(Tally tally) {
    TxnVoidCallable body =
        tx -> {
          tally.attempt();
          here.set(tx, here.get(tx) - 1);
          there.set(tx, there.get(tx) + 1);
        };
    Executors.ATOMIC.execute(body);
  }

  @Override
  public void nested(Tally tally) {
    TxnVoidCallable take = tx -> here.set(tx, here.get(tx) - 1);
    TxnVoidCallable give = tx -> there.set(tx, there.get(tx) + 1);
    TxnVoidCallable body =
        tx -> {
          tally.attempt();
          Executors.ATOMIC.execute(take);
          Executors.ATOMIC.execute(give);
        };
    Executors.ATOMIC.execute(body);
  }

  @Override
  public long moved() {
    TxnLongCallable body = tx -> here.get(tx) + there.get(tx) == 0 ? there.get(tx) : -1;
    return Executors.READ_ONLY.execute(body);
  }
}
