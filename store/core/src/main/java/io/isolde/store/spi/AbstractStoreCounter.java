package io.isolde.store.spi;

import io.isolde.store.StoreCounter;

/** Base class of the counters of all stores: holds the name. Thread-safe. */
public abstract class AbstractStoreCounter implements StoreCounter {
  private final String name;

  /** Takes a name. */
  protected AbstractStoreCounter(String name) {
    this.name = name;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final String toString() {
    return "counter '" + name + "' in " + store();
  }
}
