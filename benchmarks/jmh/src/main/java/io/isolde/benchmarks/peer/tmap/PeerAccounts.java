package io.isolde.benchmarks.peer.tmap;

import static io.isolde.stm.Stm.atomic;
import static io.isolde.stm.Stm.snapshot;

import io.isolde.benchmarks.peer.Accounts;
import io.isolde.benchmarks.peer.Numbers;
import io.isolde.benchmarks.peer.Tally;
import io.isolde.stm.collection.TMap;
import java.util.List;

/** One entry of a {@link TMap} for each account. */
public final class PeerAccounts implements Accounts {
  private final List<Integer> keys;
  private final TMap<Integer, Long> balances = new TMap<>();

  public PeerAccounts(int size) {
    keys = Numbers.inOrder(size);
    Numbers.shuffled(size).forEach(key -> balances.put(key, OPENING_BALANCE));
  }

  @Override
  public void transfer(int from, int to, long amount, Tally tally) {
    Integer payer = keys.get(from);
    Integer payee = keys.get(to);
    atomic(
        () -> {
          tally.attempt();
          balances.put(payer, balances.getOrDefault(payer, 0L) - amount);
          balances.put(payee, balances.getOrDefault(payee, 0L) + amount);
        });
  }

  @Override
  public long sum(int first, int count, Tally tally) {
    return snapshot(
        () -> {
          tally.attempt();
          long sum = 0;
          for (int i = first; i < first + count; i++) {
            sum += balances.getOrDefault(keys.get(i), 0L);
          }
          return sum;
        });
  }
}
