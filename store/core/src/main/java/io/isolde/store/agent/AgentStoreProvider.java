package io.isolde.store.agent;

import io.isolde.store.Store;
import io.isolde.store.StoreProvider;
import io.isolde.store.StoreUri;

/** Opens {@code agent:} stores. Immutable. */
public final class AgentStoreProvider implements StoreProvider {
  /** Called by the service loader. */
  public AgentStoreProvider() {}

  @Override
  public String scheme() {
    return "agent";
  }

  @Override
  public Store open(StoreUri uri) {
    return new AgentStore(uri.requireNoRest());
  }
}
