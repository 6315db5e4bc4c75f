package io.isolde.store.chronicle;

/** The contract over bases, without waiting for the disk. */
class ChronicleStoreNoneTest extends ChronicleStoreContract {
  ChronicleStoreNoneTest() {
    super("none");
  }
}
