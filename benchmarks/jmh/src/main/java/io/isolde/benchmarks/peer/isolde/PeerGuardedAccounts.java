package io.isolde.benchmarks.peer.isolde;

import static io.isolde.stm.Stm.atomic;

import io.isolde.benchmarks.peer.Accounts;
import io.isolde.benchmarks.peer.GuardedAccounts;
import io.isolde.benchmarks.peer.Tally;
import io.isolde.stm.LongRef;
import java.util.Arrays;

/** One {@link LongRef} for each account. */
public final class PeerGuardedAccounts implements GuardedAccounts {
  private final LongRef[] balances;

  public PeerGuardedAccounts(int size) {
    balances = new LongRef[size];
    Arrays.setAll(balances, i -> LongRef.of(Accounts.OPENING_BALANCE));
  }

  @Override
  public void compareAndAdd(int from, int to, long amount, Runnable work, Tally tally) {
    LongRef payer = balances[from];
    LongRef payee = balances[to];
    atomic(
        () -> {
          tally.attempt();
          if (payer.isAtLeast(amount)) {
            work.run();
            payer.add(-amount);
            payee.add(amount);
          }
        });
  }

  @Override
  public void readAndWrite(int from, int to, long amount, Runnable work, Tally tally) {
    LongRef payer = balances[from];
    LongRef payee = balances[to];
    atomic(
        () -> {
          tally.attempt();
          if (payer.get() >= amount) {
            work.run();
            payer.set(payer.get() - amount);
            payee.set(payee.get() + amount);
          }
        });
  }

  @Override
  public long sum() {
    return Arrays.stream(balances).mapToLong(LongRef::get).sum();
  }
}
