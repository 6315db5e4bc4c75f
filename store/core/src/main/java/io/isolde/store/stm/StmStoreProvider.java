package io.isolde.store.stm;

import io.isolde.store.Store;
import io.isolde.store.StoreProvider;
import io.isolde.store.StoreUri;

/** Opens {@code stm:} stores. Immutable. */
public final class StmStoreProvider implements StoreProvider {
  /** Called by the service loader. */
  public StmStoreProvider() {}

  @Override
  public String scheme() {
    return "stm";
  }

  @Override
  public Store open(StoreUri uri) {
    return new StmStore(uri.requireNoRest());
  }
}
