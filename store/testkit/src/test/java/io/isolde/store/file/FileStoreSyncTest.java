package io.isolde.store.file;

import org.junit.jupiter.api.Tag;

/** The contract in files, every commit of it forced. */
@Tag("long")
class FileStoreSyncTest extends DurableStoreContract {
  FileStoreSyncTest() {
    super("file", "sync");
  }
}
