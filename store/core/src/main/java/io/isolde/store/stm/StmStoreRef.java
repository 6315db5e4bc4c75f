package io.isolde.store.stm;

import io.isolde.stm.Ref;
import io.isolde.store.Store;
import io.isolde.store.spi.AbstractStoreRef;

/** A ref of an {@code stm:} store. Thread-safe. */
final class StmStoreRef<T> extends AbstractStoreRef<T> {
  private final StmStore store;
  private final ChangeTarget target;
  private final Ref<T> value;

  StmStoreRef(StmStore store, ChangeTarget target, Class<T> type, T initial) {
    super(target.name(), type);
    this.store = store;
    this.target = target;
    this.value = Ref.named(target.name(), checked(initial));
  }

  @Override
  public Store store() {
    return store;
  }

  @Override
  public T get() {
    store.requireUsable();
    return value.get();
  }

  @Override
  public void set(T newValue) {
    Joined joined = store.joined();
    if (joined == null) {
      store.transact(() -> set(newValue));
    } else {
      write(joined, checked(newValue));
    }
  }

  private void write(Joined joined, T newValue) {
    value.set(newValue);
    if (joined.isObserved()) {
      store.record(target, null, newValue);
    }
  }
}
