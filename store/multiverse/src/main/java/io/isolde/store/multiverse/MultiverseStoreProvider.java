package io.isolde.store.multiverse;

import io.isolde.store.Store;
import io.isolde.store.StoreProvider;
import io.isolde.store.StoreUri;

/** Opens {@code multiverse:} stores. Immutable. */
public final class MultiverseStoreProvider implements StoreProvider {
  /** Called by the service loader. */
  public MultiverseStoreProvider() {}

  @Override
  public String scheme() {
    return "multiverse";
  }

  @Override
  public Store open(StoreUri uri) {
    return new MultiverseStore(uri.requireNoRest());
  }
}
