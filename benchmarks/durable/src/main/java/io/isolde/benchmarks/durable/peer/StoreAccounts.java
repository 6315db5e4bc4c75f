package io.isolde.benchmarks.durable.peer;

import io.isolde.store.DurableStore;
import io.isolde.store.Store;
import io.isolde.store.StoreMap;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/** Accounts in a map of one of our stores. Thread-safe. */
public final class StoreAccounts implements DurableAccounts {
  /** How many accounts one transaction opens. */
  private static final int BATCH = 1000;

  private final Store store;
  private final StoreMap<Integer, Account> accounts;

  /** Opens the store, or creates it. */
  public StoreAccounts(String uri) {
    this(Store.open(uri));
  }

  /** Opens the accounts of a store; closing them closes the store. */
  public StoreAccounts(Store store) {
    this.store = store;
    accounts = store.map("accounts", Integer.class, Account.class);
  }

  /** The store. */
  public Store store() {
    return store;
  }

  /** How many accounts there are. */
  public int size() {
    return accounts.size();
  }

  @Override
  public void fill(int count) {
    fill(count, Account.BYTES);
  }

  /** The same, with accounts that take about {@code bytes} bytes. */
  public void fill(int count, int bytes) {
    for (int first = 0; first < count; first += BATCH) {
      accounts.putAll(batch(first, Math.min(count, first + BATCH), bytes));
    }
    if (store instanceof DurableStore durable) {
      durable.force();
    }
  }

  private static Map<Integer, Account> batch(int first, int end, int bytes) {
    Map<Integer, Account> batch = new HashMap<>();
    for (int number = first; number < end; number++) {
      batch.put(number, Account.opened(number, bytes));
    }
    return batch;
  }

  @Override
  public void transfer(int from, int to, long amount) {
    long change = from < to ? -amount : amount;
    store.transact(
        () -> {
          add(Math.min(from, to), change);
          add(Math.max(from, to), -change);
        });
  }

  private void add(Integer number, long amount) {
    accounts.put(number, accounts.get(number).plus(amount));
  }

  @Override
  public long balance(int number) {
    return accounts.get(number).balance();
  }

  @Override
  public long sum() {
    return store.snapshot(
        () -> {
          long sum = 0;
          for (Account account : accounts.values()) {
            sum += account.balance();
          }
          return sum;
        });
  }

  @Override
  public OptionalLong forces() {
    return store instanceof DurableStore durable
        ? OptionalLong.of(durable.forces())
        : OptionalLong.empty();
  }

  @Override
  public void close() {
    store.close();
  }
}
