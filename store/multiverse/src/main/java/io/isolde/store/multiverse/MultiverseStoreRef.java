package io.isolde.store.multiverse;

import io.isolde.store.Change;
import io.isolde.store.Store;
import io.isolde.store.spi.AbstractStoreRef;
import org.multiverse.stms.gamma.transactionalobjects.GammaTxnRef;

/** A ref of a {@code multiverse:} store. Thread-safe. */
final class MultiverseStoreRef<T> extends AbstractStoreRef<T> {
  private final MultiverseStore store;
  private final GammaTxnRef<Object> cell;

  MultiverseStoreRef(MultiverseStore store, String name, Class<T> type, T initial) {
    super(name, type);
    this.store = store;
    this.cell = store.newCell(checked(initial));
  }

  @Override
  public Store store() {
    return store;
  }

  @Override
  public T get() {
    return type().cast(store.operate(attempt -> attempt.get(cell)));
  }

  @Override
  public void set(T value) {
    checked(value);
    store.operate(attempt -> attempt.set(cell, value, new Change(name(), null, value)));
  }
}
