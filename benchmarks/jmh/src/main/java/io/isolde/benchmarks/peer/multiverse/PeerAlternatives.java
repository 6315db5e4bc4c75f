package io.isolde.benchmarks.peer.multiverse;

import io.isolde.benchmarks.peer.Alternatives;
import io.isolde.benchmarks.peer.Tally;
import org.multiverse.api.StmUtils;
import org.multiverse.api.Txn;
import org.multiverse.api.callables.TxnLongCallable;
import org.multiverse.api.callables.TxnVoidCallable;
import org.multiverse.api.references.TxnLong;

/**
 * {@code OrElseBlock}. Its second branch ends with an exception in 0.7.0, which counts as a wrong
 * answer.
 */
public final class PeerAlternatives implements Alternatives {
  private final TxnLong here = StmUtils.newTxnLong(0);
  private final TxnLong there = StmUtils.newTxnLong(0);

  public PeerAlternatives(int size) {}

  @Override
  public void first(Tally tally) {
    TxnVoidCallable first =
        tx -> {
          tally.attempt();
          move(tx);
        };
    TxnVoidCallable second = Txn::retry;
    orElse(first, second);
  }

  @Override
  public void second(Tally tally) {
    TxnVoidCallable first =
        tx -> {
          tally.attempt();
          here.set(tx, here.get(tx) - 7);
          tx.retry();
        };
    orElse(first, this::move);
  }

  private static void orElse(TxnVoidCallable first, TxnVoidCallable second) {
    TxnVoidCallable both = tx -> StmUtils.atomic(first, second);
    Executors.ATOMIC.execute(both);
  }

  private void move(Txn tx) {
    here.set(tx, here.get(tx) - 1);
    there.set(tx, there.get(tx) + 1);
  }

  @Override
  public long moved() {
    TxnLongCallable body = tx -> here.get(tx) + there.get(tx) == 0 ? there.get(tx) : -1;
    return Executors.READ_ONLY.execute(body);
  }
}
