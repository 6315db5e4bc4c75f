package io.isolde.store.file;

import io.isolde.store.DurableStore;
import io.isolde.store.Store;
import io.isolde.store.StoreProvider;
import io.isolde.store.StoreUri;
import io.isolde.store.file.base.Bases;

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
    return StoreOpener.open(uri, FileOptions.parse(uri), null);
  }

  /**
   * Opens the store of another backend, whose hashed maps are over bases.
   *
   * @param uri the URI of the store
   * @param options how to open it
   * @param bases makes and opens the bases in the directory of the store
   * @return the store, open
   */
  public static DurableStore open(StoreUri uri, FileOptions options, Bases bases) {
    return StoreOpener.open(uri, options, bases);
  }
}
