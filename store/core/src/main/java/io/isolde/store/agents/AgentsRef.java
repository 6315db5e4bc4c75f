package io.isolde.store.agents;

import io.isolde.store.Store;
import io.isolde.store.spi.AbstractStoreRef;

/** A ref of an {@code agents:} store. Thread-safe. */
final class AgentsRef<T> extends AbstractStoreRef<T> {
  private final AgentsStore store;
  private final Key key;

  AgentsRef(AgentsStore store, String name, Class<T> type, T initial) {
    super(name, type);
    this.store = store;
    this.key = store.newKey("ref '" + name + "'", checked(initial));
  }

  @Override
  public Store store() {
    return store;
  }

  @Override
  @SuppressWarnings("unchecked") // nothing else is written
  public T get() {
    return checked((T) store.read(key));
  }

  @Override
  public void set(T newValue) {
    checked(newValue);
    store.at(
        key,
        () -> {
          store.write(key, newValue);
          return true;
        });
  }
}
