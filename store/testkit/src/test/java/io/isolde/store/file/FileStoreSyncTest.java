package io.isolde.store.file;

import io.isolde.store.testkit.DurableStoreContract;
import org.junit.jupiter.api.Tag;

/** The contract of stores in files that every commit forces. */
@Tag("long")
class FileStoreSyncTest extends DurableStoreContract {
  FileStoreSyncTest() {
    super("file", "sync");
  }
}
