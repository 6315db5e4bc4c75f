package io.isolde.store.file;

import io.isolde.store.Capability;
import io.isolde.store.testkit.StoreContract;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;

/** The contract in files, every commit of it forced. */
class FileStoreContractTest extends StoreContract {
  private static final AtomicInteger STORES = new AtomicInteger();

  @TempDir private static Path directory;

  FileStoreContractTest() {
    super(newUri(), EnumSet.allOf(Capability.class));
  }

  /** Small files, and a checkpoint now and then. */
  private static String newUri() {
    Path store = directory.resolve("store " + STORES.incrementAndGet());
    return "file:" + store + "?segmentBytes=16384&checkpointBytes=100000";
  }
}
