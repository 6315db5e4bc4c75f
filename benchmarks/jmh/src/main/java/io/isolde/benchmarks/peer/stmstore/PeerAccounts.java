package io.isolde.benchmarks.peer.stmstore;

import io.isolde.benchmarks.peer.StoreAccounts;

/** A store with the backend {@code stm:}. */
public final class PeerAccounts extends StoreAccounts {
  public PeerAccounts(int size) {
    super("stm:", size);
  }
}
