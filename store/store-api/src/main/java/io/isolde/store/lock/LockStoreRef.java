package io.isolde.store.lock;

import io.isolde.store.Store;
import io.isolde.store.backend.AbstractStoreRef;

/** A ref of a {@code lock:} store. Thread-safe. */
final class LockStoreRef<T> extends AbstractStoreRef<T> {
  private final LockStore store;
  private T value;

  LockStoreRef(LockStore store, String name, Class<T> type, T initial) {
    super(name, type);
    this.store = store;
    this.value = checked(initial);
  }

  @Override
  public Store store() {
    return store;
  }

  @Override
  public T get() {
    return store.transact(() -> value);
  }

  @Override
  public void set(T newValue) {
    checked(newValue);
    store.transact(() -> write(newValue));
  }

  private void write(T newValue) {
    T before = value;
    store.beforeWrite(() -> value = before);
    value = newValue;
  }
}
