package io.isolde.benchmarks.peer.isolde;

import static io.isolde.stm.Stm.atomic;
import static io.isolde.stm.Stm.snapshot;

import io.isolde.benchmarks.peer.Accounts;
import io.isolde.benchmarks.peer.Tally;
import io.isolde.stm.LongRef;
import java.util.Arrays;

/** One {@link LongRef} for each account. */
public final class PeerAccounts implements Accounts {
  private final LongRef[] balances;

  public PeerAccounts(int size) {
    balances = new LongRef[size];
    Arrays.setAll(balances, i -> LongRef.of(OPENING_BALANCE));
  }

  @Override
  public void transfer(int from, int to, long amount, Tally tally) {
    LongRef payer = balances[from];
    LongRef payee = balances[to];
    atomic(
        () -> {
          tally.attempt();
          payer.set(payer.get() - amount);
          payee.set(payee.get() + amount);
        });
  }

  @Override
  public long sum(int first, int count, Tally tally) {
    return snapshot(
        () -> {
          tally.attempt();
          long sum = 0;
          for (int i = first; i < first + count; i++) {
            sum += balances[i].get();
          }
          return sum;
        });
  }
}
