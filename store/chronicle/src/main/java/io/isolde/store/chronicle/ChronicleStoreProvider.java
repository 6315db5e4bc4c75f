package io.isolde.store.chronicle;

import io.isolde.store.Store;
import io.isolde.store.StoreProvider;
import io.isolde.store.StoreUri;
import io.isolde.store.file.FileOptions;

/** Opens {@code chronicle:} stores. Immutable. */
public final class ChronicleStoreProvider implements StoreProvider {
  /** Called by the service loader. */
  public ChronicleStoreProvider() {}

  @Override
  public String scheme() {
    return "chronicle";
  }

  /**
   * Opens a store.
   *
   * @throws IllegalStateException if the JVM lacks flags, and then says which; or if the store is
   *     open already; nothing was changed
   */
  @Override
  public Store open(StoreUri uri) {
    return ChronicleStores.open(uri, FileOptions.parse(uri, ChronicleStores::suited));
  }
}
