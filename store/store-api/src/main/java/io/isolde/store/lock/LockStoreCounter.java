package io.isolde.store.lock;

import io.isolde.store.Store;
import io.isolde.store.backend.AbstractStoreCounter;

/** A counter of a {@code lock:} store. Thread-safe. */
final class LockStoreCounter extends AbstractStoreCounter {
  private final LockStore store;
  private long value;

  LockStoreCounter(LockStore store, String name) {
    super(name);
    this.store = store;
  }

  @Override
  public Store store() {
    return store;
  }

  @Override
  public long get() {
    return store.transact(() -> value);
  }

  @Override
  public void set(long newValue) {
    store.transact(() -> write(newValue));
  }

  @Override
  public void add(long summand) {
    store.transact(() -> write(value + summand));
  }

  private void write(long newValue) {
    long before = value;
    store.beforeWrite(() -> value = before);
    value = newValue;
  }
}
