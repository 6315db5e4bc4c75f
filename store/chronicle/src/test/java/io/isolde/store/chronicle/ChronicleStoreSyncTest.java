package io.isolde.store.chronicle;

import io.isolde.store.testkit.DurableStoreContract;
import org.junit.jupiter.api.Tag;

/** The contract of stores over bases that every commit forces. */
@Tag("long")
class ChronicleStoreSyncTest extends DurableStoreContract {
  ChronicleStoreSyncTest() {
    super("chronicle", "sync");
  }
}
