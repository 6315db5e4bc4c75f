package io.isolde.store.file;

import org.junit.jupiter.api.Tag;

/** The contract in files, with the disk close behind. */
@Tag("long")
class FileStoreAsyncTest extends DurableStoreContract {
  FileStoreAsyncTest() {
    super("file", "async");
  }
}
