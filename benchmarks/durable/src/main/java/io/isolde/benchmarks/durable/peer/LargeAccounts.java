package io.isolde.benchmarks.durable.peer;

import io.isolde.store.DurableStore;
import io.isolde.store.Store;
import io.isolde.store.StoreMap;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Accounts in a map of one of our stores, with numbers as keys and bytes as values, so that
 * encoding costs next to nothing. Thread-safe.
 */
public final class LargeAccounts implements DurableAccounts {
  /** How many accounts one transaction opens. */
  public static final int BATCH = 50;

  private final DurableStore store;
  private final StoreMap<Long, byte[]> accounts;
  private final int valueBytes;

  /**
   * Opens the store, or creates it.
   *
   * @param uri the URI of a store with a durable backend
   * @param valueBytes how many bytes an account takes, at least eight
   */
  public LargeAccounts(String uri, int valueBytes) {
    store = (DurableStore) Store.open(uri);
    accounts = store.map("accounts", Long.class, byte[].class);
    this.valueBytes = valueBytes;
  }

  /** The store. */
  public DurableStore store() {
    return store;
  }

  /** The stored value of an account. */
  public byte[] value(long number) {
    return accounts.get(number);
  }

  /** The stored value of an account with that balance. */
  static byte[] value(long balance, int bytes) {
    return ByteBuffer.allocate(bytes).putLong(balance).array();
  }

  private static long balance(byte[] value) {
    return ByteBuffer.wrap(value).getLong();
  }

  @Override
  public void fill(int count) {
    for (int first = 0; first < count; first += BATCH) {
      accounts.putAll(batch(first, Math.min(count, first + BATCH)));
    }
    store.force();
  }

  private Map<Long, byte[]> batch(int first, int end) {
    Map<Long, byte[]> batch = new HashMap<>();
    for (long number = first; number < end; number++) {
      batch.put(number, value(Account.OPENING_BALANCE, valueBytes));
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

  private void add(long number, long amount) {
    accounts.put(number, value(balance(value(number)) + amount, valueBytes));
  }

  @Override
  public long balance(int number) {
    return balance(value(number));
  }

  @Override
  public long sum() {
    return store.snapshot(
        () -> {
          long sum = 0;
          for (byte[] value : accounts.values()) {
            sum += balance(value);
          }
          return sum;
        });
  }

  @Override
  public OptionalLong forces() {
    return OptionalLong.of(store.forces());
  }

  @Override
  public void close() {
    store.close();
  }
}
