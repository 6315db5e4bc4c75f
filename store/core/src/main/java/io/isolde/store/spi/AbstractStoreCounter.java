package io.isolde.store.spi;

import io.isolde.store.StoreCounter;

/**
 * Base class of the counters of all stores: holds the name. Thread-safe.
 *
 * <p>A backend provides {@code get}, {@code set}, {@code add} and {@code store}. The first three
 * are a part of the calling thread's transaction on the store, if there is one; otherwise each is
 * atomic by itself. They throw {@link IllegalStateException} if the store is closed, or inside a
 * transaction that it cannot join, and {@code set} and {@code add} do so in a snapshot; then
 * nothing has changed.
 */
public abstract class AbstractStoreCounter implements StoreCounter {
  private final String name;

  /**
   * Takes a name; this is not an operation on the store.
   *
   * @param name the name under which the counter was opened
   */
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
