package io.isolde.benchmarks.peer.scalastm;

import io.isolde.benchmarks.peer.Accounts;
import io.isolde.benchmarks.peer.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import scala.concurrent.stm.Ref;
import scala.concurrent.stm.japi.STM;

/** One {@code Ref.View} for each account; the Java API boxes. */
public final class PeerAccounts implements Accounts {
  private final List<Ref.View<Long>> balances = new ArrayList<>();

  public PeerAccounts(int size) {
    for (int i = 0; i < size; i++) {
      balances.add(STM.newRef(OPENING_BALANCE));
    }
  }

  @Override
  public void transfer(int from, int to, long amount, Tally tally) {
    Ref.View<Long> payer = balances.get(from);
    Ref.View<Long> payee = balances.get(to);
    Runnable body =
        () -> {
          tally.attempt();
          payer.set(payer.get() - amount);
          payee.set(payee.get() + amount);
        };
    STM.atomic(body);
  }

  @Override
  public long sum(int first, int count, Tally tally) {
    Callable<Long> body =
        () -> {
          tally.attempt();
          long sum = 0;
          for (int i = first; i < first + count; i++) {
            sum += balances.get(i).get();
          }
          return sum;
        };
    return STM.atomic(body);
  }
}
