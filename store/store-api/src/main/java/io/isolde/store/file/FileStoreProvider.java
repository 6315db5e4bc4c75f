package io.isolde.store.file;

import io.isolde.store.Store;
import io.isolde.store.StoreProvider;
import io.isolde.store.StoreUri;

/** Opens {@code file:} stores. Immutable. */
public final class FileStoreProvider implements StoreProvider {
  /** Called by the service loader. */
  public FileStoreProvider() {}

  @Override
  public String scheme() {
    return "file";
  }

  @Override
  public Store open(StoreUri uri) {
    return FileStore.open(uri, FileOptions.parse(uri));
  }
}
