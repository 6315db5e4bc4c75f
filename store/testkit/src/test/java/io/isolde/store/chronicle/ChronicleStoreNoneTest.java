package io.isolde.store.chronicle;

import io.isolde.store.file.DurableStoreContract;

/** The contract over bases, without waiting for the disk. */
class ChronicleStoreNoneTest extends DurableStoreContract {
  ChronicleStoreNoneTest() {
    super("chronicle", "none");
  }
}
