package io.isolde.store.examples;

import io.isolde.store.Capability;
import io.isolde.store.testkit.StoreContract;
import java.util.EnumSet;

/** The exported SPI suffices for a backend that keeps the contract. */
class TinyStoreTest extends StoreContract {
  TinyStoreTest() {
    super(
        "tiny:",
        EnumSet.complementOf(EnumSet.of(Capability.CHANGES, Capability.RESUMABLE_CHANGES)));
  }
}
