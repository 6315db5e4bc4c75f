package io.isolde.store.multiverse;

import io.isolde.store.Capability;
import io.isolde.store.contract.StoreContract;
import java.util.EnumSet;

class MultiverseStoreTest extends StoreContract {
  MultiverseStoreTest() {
    super("multiverse:", EnumSet.of(Capability.ATOMIC_OVER_KEYS, Capability.RETRY));
  }
}
