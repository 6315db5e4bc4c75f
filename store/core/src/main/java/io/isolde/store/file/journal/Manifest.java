package io.isolde.store.file.journal;

import io.isolde.store.StoreDamagedException;
import io.isolde.store.file.journal.FileHeader.Magic;
import io.isolde.store.file.storage.Storage;
import io.isolde.store.file.storage.StorageFile;
import java.io.IOException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The starting point of recovery: a file of 64 bytes that is replaced as a whole, by renaming.
 * Immutable.
 *
 * @param store identifies the store; its segments, checkpoints and bases name it, too
 * @param checkpoint the number of the checkpoint, 0 if there is none
 * @param from every record up to this number is contained in the checkpoint
 * @param through every record up to this number is on stable storage
 */
public record Manifest(UUID store, long checkpoint, long from, long through) {
  /** The name of the file. */
  public static final String NAME = "manifest";

  /** The end of the names of unfinished files, which are not needed. */
  public static final String UNFINISHED = ".new";

  /** The manifest of a new store. */
  public static Manifest fresh() {
    return new Manifest(UUID.randomUUID(), 0, 0, 0);
  }

  /** Reads the manifest; null if there is none. */
  public static @Nullable Manifest read(Storage storage) throws IOException {
    if (!storage.list().contains(NAME)) {
      return null;
    }
    try (StorageFile file = storage.open(NAME)) {
      String described = storage.describe(NAME);
      FileHeader header = FileHeader.read(file, described, Magic.MANIFEST);
      requireNumber(described, 32, header.first());
      requireNumber(described, 40, header.second());
      requireNumber(described, 48, header.third());
      return new Manifest(header.store(), header.first(), header.second(), header.third());
    }
  }

  private static void requireNumber(String described, int offset, long number) {
    if (number < 0 || number == Long.MAX_VALUE) {
      throw new StoreDamagedException(described, offset, "there is no number " + number);
    }
  }

  /** Replaces the manifest by this one, atomically and durably. */
  public void write(Storage storage) throws IOException {
    try (StorageFile file = storage.create(NAME + UNFINISHED)) {
      FileHeader header = new FileHeader(Magic.MANIFEST, store, checkpoint, from, through);
      file.writeFully(0, header.encoded());
      file.force();
    }
    storage.replace(NAME + UNFINISHED, NAME);
    storage.force();
  }
}
