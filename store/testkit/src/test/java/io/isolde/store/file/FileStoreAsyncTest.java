package io.isolde.store.file;

import org.junit.jupiter.api.Tag;

/** The contract in files, with the disk close behind. */
@Tag("long")
class FileStoreAsyncTest extends FileStoreContract {
  FileStoreAsyncTest() {
    super("async");
  }
}
