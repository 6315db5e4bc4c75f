package io.isolde.benchmarks.peer.zio;

import io.isolde.benchmarks.peer.Accounts;
import io.isolde.benchmarks.peer.Tally;
import java.util.ArrayList;
import java.util.List;
import scala.runtime.Nothing$;
import zio.stm.TRef;
import zio.stm.ZSTM;

/** One {@link TRef} for each account. */
public final class PeerAccounts implements Accounts {
  private final List<TRef<Long>> balances = new ArrayList<>();

  public PeerAccounts(int size) {
    for (int i = 0; i < size; i++) {
      balances.add(Zio.ref(OPENING_BALANCE));
    }
  }

  @Override
  public void transfer(int from, int to, long amount, Tally tally) {
    TRef<Long> payer = balances.get(from);
    TRef<Long> payee = balances.get(to);
    Zio.commit(
        payer
            .get()
            .flatMap(
                balance -> {
                  tally.attempt();
                  return payer.set(balance - amount);
                })
            .flatMap(unit -> payee.get())
            .flatMap(balance -> payee.set(balance + amount)));
  }

  @Override
  public long sum(int first, int count, Tally tally) {
    return Zio.commit(
        balances
            .get(first)
            .get()
            .flatMap(
                balance -> {
                  tally.attempt();
                  return rest(balance, first + 1, first + count);
                }));
  }

  private ZSTM<Object, Nothing$, Long> rest(long sum, int next, int end) {
    if (next == end) {
      return ZSTM.succeed(() -> sum);
    }
    return balances.get(next).get().flatMap(balance -> rest(sum + balance, next + 1, end));
  }
}
