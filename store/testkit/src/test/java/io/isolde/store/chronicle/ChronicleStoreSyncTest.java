package io.isolde.store.chronicle;

import io.isolde.store.file.DurableStoreContract;
import org.junit.jupiter.api.Tag;

/** The contract over bases, every commit of it forced. */
@Tag("long")
class ChronicleStoreSyncTest extends DurableStoreContract {
  ChronicleStoreSyncTest() {
    super("chronicle", "sync");
  }
}
