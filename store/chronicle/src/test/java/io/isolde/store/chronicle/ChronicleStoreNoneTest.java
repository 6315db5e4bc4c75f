package io.isolde.store.chronicle;

import io.isolde.store.testkit.DurableStoreContract;

/** The contract of stores over bases that no commit forces. */
class ChronicleStoreNoneTest extends DurableStoreContract {
  ChronicleStoreNoneTest() {
    super("chronicle", "none");
  }
}
