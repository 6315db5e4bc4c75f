package io.isolde.store.lock;

import io.isolde.store.Store;
import io.isolde.store.StoreProvider;
import io.isolde.store.StoreUri;

/** Opens {@code lock:} stores. Immutable. */
public final class LockStoreProvider implements StoreProvider {
  /** Called by the service loader. */
  public LockStoreProvider() {}

  @Override
  public String scheme() {
    return "lock";
  }

  @Override
  public Store open(StoreUri uri) {
    return new LockStore(uri.requireNoRest());
  }
}
