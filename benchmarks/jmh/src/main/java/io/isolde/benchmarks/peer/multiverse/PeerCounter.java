package io.isolde.benchmarks.peer.multiverse;

import io.isolde.benchmarks.peer.Counter;
import io.isolde.benchmarks.peer.Tally;
import org.multiverse.api.StmUtils;
import org.multiverse.api.callables.TxnVoidCallable;
import org.multiverse.api.functions.Functions;
import org.multiverse.api.references.TxnLong;

/** A {@link TxnLong}. */
public final class PeerCounter implements Counter {
  private final TxnLong count = StmUtils.newTxnLong(0);

  public PeerCounter(int size) {}

  @Override
  public void increment(Tally tally) {
    TxnVoidCallable body =
        tx -> {
          tally.attempt();
          count.set(tx, count.get(tx) + 1);
        };
    Executors.ATOMIC.execute(body);
  }

  @Override
  public void add(Tally tally) {
    TxnVoidCallable body =
        tx -> {
          tally.attempt();
          count.commute(tx, Functions.incLongFunction());
        };
    Executors.ATOMIC.execute(body);
  }

  @Override
  public long value() {
    return count.atomicGet();
  }
}
