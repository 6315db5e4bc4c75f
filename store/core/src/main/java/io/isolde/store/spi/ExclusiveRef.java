package io.isolde.store.spi;

import io.isolde.store.Change;
import io.isolde.store.Store;

/** A ref of an {@link ExclusiveStore}. Thread-safe. */
final class ExclusiveRef<T> extends AbstractStoreRef<T> {
  private final ExclusiveStore store;
  private T value;

  ExclusiveRef(ExclusiveStore store, String name, Class<T> type, T initial) {
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
    return store.read(() -> value);
  }

  @Override
  public void set(T newValue) {
    checked(newValue);
    store.transact(() -> write(newValue));
  }

  private void write(T newValue) {
    store.beforeWrite(new Overwrite(value));
    value = newValue;
  }

  /** The value before a write, kept for undo. Owner-only: used by the thread that has the turn. */
  private final class Overwrite implements Write {
    private final T before;

    Overwrite(T before) {
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
