package io.isolde.store.agents;

import io.isolde.store.Store;
import io.isolde.store.spi.AbstractStoreCounter;

/** A counter of an {@code agents:} store. Thread-safe. */
final class AgentsCounter extends AbstractStoreCounter {
  private final AgentsStore store;
  private final Key key;

  AgentsCounter(AgentsStore store, String name) {
    super(name);
    this.store = store;
    this.key = store.newKey("counter '" + name + "'", 0L);
  }

  @Override
  public Store store() {
    return store;
  }

  @Override
  public long get() {
    return store.read(key) instanceof Long value ? value : 0;
  }

  @Override
  public void set(long newValue) {
    store.at(key, () -> written(newValue));
  }

  @Override
  public void add(long summand) {
    store.at(key, () -> written(get() + summand));
  }

  private boolean written(long newValue) {
    store.write(key, newValue);
    return true;
  }
}
