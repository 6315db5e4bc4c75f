package io.isolde.benchmarks.peer;

import io.isolde.store.Store;
import io.isolde.store.StoreMap;
import java.util.List;

/**
 * One entry of a store's map for each account; all of them are summed by iteration. Thread-safe.
 */
public abstract class StoreAccounts implements Accounts {
  private final List<Integer> keys;
  private final Store store;
  private final StoreMap<Integer, Long> balances;

  /** Opens the store, which is never closed: it lives in memory. */
  protected StoreAccounts(String uri, int size) {
    keys = Numbers.inOrder(size);
    store = Store.open(uri);
    balances = store.map("balances", Integer.class, Long.class);
    Numbers.shuffled(size).forEach(key -> balances.put(key, OPENING_BALANCE));
  }

  @Override
  public final void transfer(int from, int to, long amount, Tally tally) {
    Integer payer = keys.get(from);
    Integer payee = keys.get(to);
    store.transact(
        () -> {
          tally.attempt();
          balances.put(payer, balances.getOrDefault(payer, 0L) - amount);
          balances.put(payee, balances.getOrDefault(payee, 0L) + amount);
        });
  }

  @Override
  public final long sum(int first, int count, Tally tally) {
    return store.snapshot(
        () -> {
          tally.attempt();
          if (count == keys.size()) {
            return sumOfAll();
          }
          long sum = 0;
          for (int i = first; i < first + count; i++) {
            sum += balances.getOrDefault(keys.get(i), 0L);
          }
          return sum;
        });
  }

  private long sumOfAll() {
    long sum = 0;
    for (long balance : balances.values()) {
      sum += balance;
    }
    return sum;
  }
}
