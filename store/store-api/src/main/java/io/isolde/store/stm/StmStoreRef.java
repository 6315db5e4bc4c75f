package io.isolde.store.stm;

import io.isolde.stm.Ref;
import io.isolde.stm.Stm;
import io.isolde.store.Store;
import io.isolde.store.backend.AbstractStoreRef;

/** A ref of an {@code stm:} store. Thread-safe. */
final class StmStoreRef<T> extends AbstractStoreRef<T> {
  private final StmStore store;
  private final Ref<T> value;

  StmStoreRef(StmStore store, String name, Class<T> type, T initial) {
    super(name, type);
    this.store = store;
    this.value = Ref.named(name, checked(initial));
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
    if (!Stm.inTransaction()) {
      store.transact(() -> set(newValue));
      return;
    }
    boolean observed = store.requireUsable();
    value.set(checked(newValue));
    if (observed) {
      store.record(name(), null, newValue);
    }
  }
}
