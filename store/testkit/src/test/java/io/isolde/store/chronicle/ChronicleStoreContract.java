package io.isolde.store.chronicle;

import io.isolde.store.Capability;
import io.isolde.store.testkit.StoreContract;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;

/** The contract over bases, small ones, with checkpoints beside it. */
abstract class ChronicleStoreContract extends StoreContract {
  private static final AtomicInteger STORES = new AtomicInteger();

  @TempDir private static Path directory;

  /** Takes the durability of all commits. */
  ChronicleStoreContract(String mode) {
    super(newUri(mode), EnumSet.allOf(Capability.class));
  }

  private static String newUri(String mode) {
    Path store = directory.resolve("store " + STORES.incrementAndGet());
    return "chronicle:" + store + "?mode=" + mode + "&segmentBytes=16384&checkpointBytes=50000";
  }
}
