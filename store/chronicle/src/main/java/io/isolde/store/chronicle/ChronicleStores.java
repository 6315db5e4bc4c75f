package io.isolde.store.chronicle;

import io.isolde.store.DurableStore;
import io.isolde.store.StoreUri;
import io.isolde.store.file.FileOptions;
import io.isolde.store.file.FileStoreProvider;

/**
 * Durable stores whose maps may be larger than the heap: hashed maps whose keys are of certain JDK
 * classes are in Chronicle Map, and only their changes since the last checkpoint are in memory.
 */
public final class ChronicleStores {
  private static final long MIB = 1 << 20;

  /**
   * The heap divided by this is the journal between checkpoints, so that changes since a
   * checkpoint, and those that are being written, fit into the heap.
   */
  private static final long HEAP_PART = 16;

  private ChronicleStores() {}

  /**
   * Opens a store.
   *
   * @param options how to open it
   * @return the store, to be closed after use
   * @throws IllegalStateException if the JVM lacks flags, and then says which; or if the store is
   *     open already; nothing was changed
   * @throws io.isolde.store.StoreDamagedException if a file is damaged; nothing was changed
   * @throws java.io.UncheckedIOException if the files cannot be read or written
   */
  public static DurableStore open(FileOptions options) {
    return open(new StoreUri("chronicle", options.directory().toString()), options);
  }

  static DurableStore open(StoreUri uri, FileOptions options) {
    JvmFlags.require(uri);
    return FileStoreProvider.open(uri, options, new ChronicleBases(options.directory()));
  }

  /**
   * Options with as much journal between checkpoints as suits the heap: a sixteenth of it, from 1
   * to 64 MiB.
   *
   * @param options any
   * @return the same, except for {@code checkpointBytes}
   */
  public static FileOptions suited(FileOptions options) {
    long part = Runtime.getRuntime().maxMemory() / HEAP_PART;
    return options.withCheckpointBytes(Math.clamp(part, MIB, 64 * MIB));
  }
}
