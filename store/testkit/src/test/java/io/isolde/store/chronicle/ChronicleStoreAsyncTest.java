package io.isolde.store.chronicle;

import org.junit.jupiter.api.Tag;

/** The contract over bases, with the disk close behind. */
@Tag("long")
class ChronicleStoreAsyncTest extends ChronicleStoreContract {
  ChronicleStoreAsyncTest() {
    super("async");
  }
}
