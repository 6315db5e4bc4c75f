package io.isolde.store.chronicle;

import io.isolde.store.testkit.DurableStoreContract;
import org.junit.jupiter.api.Tag;

/** The contract of stores over bases that are forced soon after each commit. */
@Tag("long")
class ChronicleStoreAsyncTest extends DurableStoreContract {
  ChronicleStoreAsyncTest() {
    super("chronicle", "async");
  }
}
