package io.isolde.store.postgres;

import io.isolde.store.Store;
import io.isolde.store.StoreProvider;
import io.isolde.store.StoreUri;
import java.util.Locale;

/**
 * Opens stores that break a promise to other JVMs, with URIs like {@code faulty:deaf:postgres:…}.
 */
public final class FaultyStoreProvider implements StoreProvider {
  /** Called by the service loader. */
  public FaultyStoreProvider() {}

  /** The URI of a store with a fault. */
  static String uri(SharedFault fault, String right) {
    return "faulty:" + fault.name().toLowerCase(Locale.ROOT) + ":" + right;
  }

  @Override
  public String scheme() {
    return "faulty";
  }

  @Override
  public Store open(StoreUri uri) {
    String[] parts = uri.rest().split(":", 2);
    return SharedFault.valueOf(parts[0].toUpperCase(Locale.ROOT)).in(Store.open(parts[1]));
  }
}
