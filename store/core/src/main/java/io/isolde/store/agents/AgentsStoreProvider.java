package io.isolde.store.agents;

import io.isolde.store.Store;
import io.isolde.store.StoreProvider;
import io.isolde.store.StoreUri;

/** Opens {@code agents:} stores. Immutable. */
public final class AgentsStoreProvider implements StoreProvider {
  /** Called by the service loader. */
  public AgentsStoreProvider() {}

  @Override
  public String scheme() {
    return "agents";
  }

  @Override
  public Store open(StoreUri uri) {
    return new AgentsStore(uri.requireNoRest());
  }
}
