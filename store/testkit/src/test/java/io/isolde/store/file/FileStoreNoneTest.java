package io.isolde.store.file;

import io.isolde.store.testkit.DurableStoreContract;

/** The contract of stores in files that no commit forces. */
class FileStoreNoneTest extends DurableStoreContract {
  FileStoreNoneTest() {
    super("file", "none");
  }
}
