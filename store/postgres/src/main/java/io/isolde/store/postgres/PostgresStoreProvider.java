package io.isolde.store.postgres;

import io.isolde.store.Store;
import io.isolde.store.StoreProvider;
import io.isolde.store.StoreUri;

/** Opens {@code postgres:} stores. Immutable. */
public final class PostgresStoreProvider implements StoreProvider {
  /** Called by the service loader. */
  public PostgresStoreProvider() {}

  @Override
  public String scheme() {
    return "postgres";
  }

  @Override
  public Store open(StoreUri uri) {
    return PostgresStores.open(uri);
  }
}
