package io.isolde.benchmarks.peer.lockstore;

import io.isolde.benchmarks.peer.StoreAccounts;

/** A store with the backend {@code lock:}. */
public final class PeerAccounts extends StoreAccounts {
  public PeerAccounts(int size) {
    super("lock:", size);
  }
}
