package io.isolde.store.chronicle;

import io.isolde.store.file.DurableStoreContract;
import org.junit.jupiter.api.Tag;

/** The contract over bases, with the disk close behind. */
@Tag("long")
class ChronicleStoreAsyncTest extends DurableStoreContract {
  ChronicleStoreAsyncTest() {
    super("chronicle", "async");
  }
}
