package io.isolde.store.backend;

import io.isolde.stm.Stm;
import io.isolde.store.Capability;
import io.isolde.store.Store;
import io.isolde.store.StoreCounter;
import io.isolde.store.StoreRef;
import io.isolde.store.StoreUri;
import java.util.Set;

/**
 * What all stores have in common: a URI, capabilities, names, and where they may be closed.
 * Thread-safe.
 */
public abstract class AbstractStore implements Store {
  private final StoreUri uri;
  private final Set<Capability> capabilities;
  private final Names names = new Names();

  /** Makes an open store without names. */
  protected AbstractStore(StoreUri uri, Set<Capability> capabilities) {
    this.uri = uri;
    this.capabilities = Set.copyOf(capabilities);
  }

  @Override
  public final StoreUri uri() {
    return uri;
  }

  @Override
  public final Set<Capability> capabilities() {
    return capabilities;
  }

  @Override
  public final <T> StoreRef<T> ref(String name, Class<T> type, T initial) {
    if (isClosed()) {
      throw closedException();
    }
    return names.ref(name, type, () -> newRef(name, type, initial));
  }

  @Override
  public final StoreCounter counter(String name) {
    if (isClosed()) {
      throw closedException();
    }
    return names.counter(name, () -> newCounter(name));
  }

  @Override
  public final void close() {
    if (Stm.inTransaction() || ExclusiveTransaction.isOpen()) {
      throw new IllegalStateException(this + " cannot be closed inside a transaction");
    }
    shut();
  }

  /** Makes a ref for a new name. */
  protected abstract <T> StoreRef<T> newRef(String name, Class<T> type, T initial);

  /** Makes a counter, at 0, for a new name. */
  protected abstract StoreCounter newCounter(String name);

  /** Whether the store is closed; not a part of any transaction, and does not wait. */
  protected abstract boolean isClosed();

  /** Closes the store unless it is closed, interrupted or not; called outside transactions. */
  protected abstract void shut();

  /** What operations throw when the store is closed. */
  protected final IllegalStateException closedException() {
    return new IllegalStateException(this + " is closed");
  }

  @Override
  public final String toString() {
    return "store " + uri;
  }
}
