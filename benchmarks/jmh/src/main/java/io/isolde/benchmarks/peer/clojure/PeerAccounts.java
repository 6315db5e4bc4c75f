package io.isolde.benchmarks.peer.clojure;

import clojure.lang.Ref;
import io.isolde.benchmarks.peer.Accounts;
import io.isolde.benchmarks.peer.Tally;
import java.util.Arrays;

/** One {@link Ref} for each account. Both are read and written, so that write skew cannot occur. */
public final class PeerAccounts implements Accounts {
  private final Ref[] balances;

  public PeerAccounts(int size) {
    balances = new Ref[size];
    Arrays.setAll(balances, i -> new Ref(OPENING_BALANCE));
  }

  @Override
  public void transfer(int from, int to, long amount, Tally tally) {
    Ref payer = balances[from];
    Ref payee = balances[to];
    Transactions.run(
        () -> {
          tally.attempt();
          payer.set((Long) payer.deref() - amount);
          return payee.set((Long) payee.deref() + amount);
        });
  }

  @Override
  public long sum(int first, int count, Tally tally) {
    return (Long)
        Transactions.run(
            () -> {
              tally.attempt();
              long sum = 0;
              for (int i = first; i < first + count; i++) {
                sum += (Long) balances[i].deref();
              }
              return sum;
            });
  }
}
