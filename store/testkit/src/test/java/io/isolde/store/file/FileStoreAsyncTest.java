package io.isolde.store.file;

import io.isolde.store.testkit.DurableStoreContract;
import org.junit.jupiter.api.Tag;

/** The contract of stores in files that are forced soon after each commit. */
@Tag("long")
class FileStoreAsyncTest extends DurableStoreContract {
  FileStoreAsyncTest() {
    super("file", "async");
  }
}
