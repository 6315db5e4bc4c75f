package io.isolde.store.testkit;

import io.isolde.store.Capability;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;

/** The contract of durable stores in small files, with frequent checkpoints. */
public abstract class DurableStoreContract extends StoreContract {
  private static final AtomicInteger STORES = new AtomicInteger();

  @TempDir private static Path directory;

  /** Takes the URI scheme of the backend, and the durability of all commits. */
  protected DurableStoreContract(String scheme, String mode) {
    super(() -> newUri(scheme, mode), EnumSet.allOf(Capability.class));
  }

  private static String newUri(String scheme, String mode) {
    Path store = directory.resolve("store " + STORES.incrementAndGet());
    return scheme
        + ":"
        + store
        + "?mode="
        + mode
        + "&segmentBytes=16384&checkpointBytes=60000&backlogBytes=1000000";
  }
}
