package io.isolde.benchmarks.peer.multiverse;

import io.isolde.benchmarks.peer.Accounts;
import io.isolde.benchmarks.peer.Tally;
import java.util.Arrays;
import org.multiverse.api.StmUtils;
import org.multiverse.api.callables.TxnLongCallable;
import org.multiverse.api.callables.TxnVoidCallable;
import org.multiverse.api.references.TxnLong;

/** One {@link TxnLong} for each account. */
public final class PeerAccounts implements Accounts {
  private final TxnLong[] balances;

  public PeerAccounts(int size) {
    balances = new TxnLong[size];
    Arrays.setAll(balances, i -> StmUtils.newTxnLong(OPENING_BALANCE));
  }

  @Override
  public void transfer(int from, int to, long amount, Tally tally) {
    TxnLong payer = balances[from];
    TxnLong payee = balances[to];
    TxnVoidCallable body =
        tx -> {
          tally.attempt();
          payer.set(tx, payer.get(tx) - amount);
          payee.set(tx, payee.get(tx) + amount);
        };
    Executors.ATOMIC.execute(body);
  }

  @Override
  public long sum(int first, int count, Tally tally) {
    TxnLongCallable body =
        tx -> {
          tally.attempt();
          long sum = 0;
          for (int i = first; i < first + count; i++) {
            sum += balances[i].get(tx);
          }
          return sum;
        };
    return Executors.READ_ONLY.execute(body);
  }
}
