package io.isolde.benchmarks.peer.multiverse;

import io.isolde.benchmarks.peer.Relay;
import java.util.Arrays;
import org.multiverse.api.StmUtils;
import org.multiverse.api.callables.TxnLongCallable;
import org.multiverse.api.references.TxnLong;

/** One {@link TxnLong} for each slot; a thread that finds it empty retries. */
public final class PeerRelay implements Relay {
  private final TxnLong[] slots;

  public PeerRelay(int size) {
    slots = new TxnLong[size];
    Arrays.setAll(slots, i -> StmUtils.newTxnLong(0));
  }

  @Override
  public void put(int slot, long token) {
    slots[slot].atomicSet(token);
  }

  @Override
  public long take(int slot) {
    TxnLongCallable body =
        tx -> {
          long token = slots[slot].get(tx);
          if (token == 0) {
            tx.retry();
          }
          slots[slot].set(tx, 0);
          return token;
        };
    return Executors.ATOMIC.execute(body);
  }

  @Override
  public long pass(int from, int to) {
    TxnLongCallable body =
        tx -> {
          long token = slots[from].get(tx);
          if (token == 0) {
            tx.retry();
          }
          slots[from].set(tx, 0);
          slots[to].set(tx, token < 0 ? token : token + 1);
          return token;
        };
    return Executors.ATOMIC.execute(body);
  }
}
