package io.isolde.store.chronicle;

import org.junit.jupiter.api.Tag;

/** The contract over bases, every commit of it forced. */
@Tag("long")
class ChronicleStoreSyncTest extends ChronicleStoreContract {
  ChronicleStoreSyncTest() {
    super("sync");
  }
}
