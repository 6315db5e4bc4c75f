package io.isolde.store.spi;

import io.isolde.store.Change;
import io.isolde.store.Store;

/** A counter of an {@link ExclusiveStore}. Thread-safe. */
final class ExclusiveCounter extends AbstractStoreCounter {
  private final ExclusiveStore store;
  private long value;

  ExclusiveCounter(ExclusiveStore store, String name) {
    super(name);
    this.store = store;
  }

  @Override
  public Store store() {
    return store;
  }

  @Override
  public long get() {
    return store.read(() -> value);
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
    store.beforeWrite(new Overwrite(value));
    value = newValue;
  }

  /** The value before a write, kept for undo. Owner-only: used by the thread that has the turn. */
  private final class Overwrite implements Write {
    private final long before;

    Overwrite(long before) {
      this.before = before;
    }

    @Override
    public void undo() {
      value = before;
    }

    @Override
    public Change change() {
      return new Change(name(), null, value);
    }
  }
}
