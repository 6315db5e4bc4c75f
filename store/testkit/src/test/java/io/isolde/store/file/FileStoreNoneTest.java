package io.isolde.store.file;

/** The contract in files, without waiting for the disk. */
class FileStoreNoneTest extends DurableStoreContract {
  FileStoreNoneTest() {
    super("file", "none");
  }
}
