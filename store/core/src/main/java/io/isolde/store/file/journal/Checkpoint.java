package io.isolde.store.file.journal;

import io.isolde.store.StoreDamagedException;
import io.isolde.store.file.journal.FileHeader.Magic;
import io.isolde.store.file.storage.Storage;
import io.isolde.store.file.storage.StorageFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A file of records that stand for all records of the journal up to a number. Owner-only.
 *
 * <p>It may contain later ones as well, wholly or in part: since records state values and not
 * changes, the journal behind the checkpoint may repeat them. So the manifest must not name a
 * checkpoint before the journal is forced up to the last record that existed when the contents were
 * complete.
 */
public final class Checkpoint implements Closeable {
  private static final Pattern NAME = Pattern.compile("checkpoint-[0-9a-f]{16}\\.data");
  private static final int BUFFER_BYTES = 1 << 18;

  /** Marks the last record of a checkpoint, in place of how far the journal was forced. */
  private static final long LAST = Long.MAX_VALUE;

  private static final byte[] END = {0};

  private final StorageFile file;
  private ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
  private long position = FileHeader.BYTES;
  private long records;

  private Checkpoint(StorageFile file) {
    this.file = file;
  }

  /** The name of the file. */
  public static String name(long number) {
    return String.format("checkpoint-%016x.data", number);
  }

  /** Begins to write the file of a checkpoint, in place of an unfinished one. */
  public static Checkpoint create(Storage storage, Manifest manifest) throws IOException {
    Checkpoint checkpoint = new Checkpoint(storage.create(name(manifest.checkpoint())));
    try {
      checkpoint.file.writeFully(0, header(manifest).encoded());
      return checkpoint;
    } catch (Throwable t) {
      checkpoint.close();
      throw t;
    }
  }

  private static FileHeader header(Manifest manifest) {
    return new FileHeader(
        Magic.CHECKPOINT, manifest.store(), manifest.checkpoint(), manifest.from(), 0);
  }

  /** Adds a record: the first {@code length} bytes of an array. */
  public void add(byte[] payload, int length) throws IOException {
    add(payload, length, 0);
  }

  private void add(byte[] payload, int length, long mark) throws IOException {
    int bytes = Math.toIntExact(Frame.bytes(length));
    if (bytes > buffer.remaining()) {
      flush();
    }
    if (bytes > buffer.capacity()) {
      buffer = ByteBuffer.allocate(bytes);
    }
    Frame.put(buffer, ++records, mark, payload, 0, length);
  }

  private void flush() throws IOException {
    int bytes = buffer.flip().remaining();
    file.writeFully(position, buffer);
    position += bytes;
    buffer.clear();
  }

  /** Makes the file complete and durable. */
  public void finish(Storage storage) throws IOException {
    add(END, END.length, LAST);
    flush();
    file.force();
    storage.force();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /** Reads all records of the checkpoint that {@code manifest} names, which must be complete. */
  public static void read(Storage storage, Manifest manifest, RecordVisitor visitor)
      throws IOException {
    String name = name(manifest.checkpoint());
    String described = storage.describe(name);
    if (!storage.list().contains(name)) {
      throw new StoreDamagedException(described, 0, "the checkpoint is missing");
    }
    try (StorageFile file = storage.open(name)) {
      FileHeader header = FileHeader.read(file, described, Magic.CHECKPOINT);
      if (!header.requireStore(manifest.store(), described).equals(header(manifest))) {
        throw new StoreDamagedException(described, 32, "it is not the one that the manifest names");
      }
      readRecords(new FrameReader(file, FileHeader.BYTES), described, visitor);
    }
  }

  private static void readRecords(FrameReader reader, String described, RecordVisitor visitor)
      throws IOException {
    long expected = 1;
    long start = reader.offset();
    while (reader.next() && reader.sequence() == expected && reader.forced() != LAST) {
      visitor.visit(described, start, expected, reader.payload());
      expected++;
      start = reader.offset();
    }
    boolean complete = reader.forced() == LAST && reader.sequence() == expected;
    if (!complete || reader.offset() != reader.size()) {
      throw new StoreDamagedException(described, reader.offset(), "the checkpoint is damaged");
    }
  }

  /**
   * Refuses an old manifest that was put back. Without a journal, only a newer checkpoint shows
   * that there was more. A checkpoint is finished only after the journal is forced. So if a crash
   * leaves a finished checkpoint that does not count yet, the first segment of the journal is
   * beside it, unless there was no record yet, and so no value.
   *
   * @param hasValues whether a record has values
   */
  public static void requireNoneNewer(
      Storage storage, Manifest manifest, JournalScan scan, Predicate<byte[]> hasValues)
      throws IOException {
    for (String name : storage.list()) {
      if (scan.segments().isEmpty()
          && NAME.matcher(name).matches()
          && name.compareTo(name(manifest.checkpoint())) > 0
          && isFinishedWith(hasValues, storage, name)) {
        throw new StoreDamagedException(
            storage.describe(Manifest.NAME), 32, "it is older than " + name);
      }
    }
  }

  private static boolean isFinishedWith(Predicate<byte[]> hasValues, Storage storage, String name)
      throws IOException {
    try (StorageFile file = storage.open(name)) {
      FrameReader reader = new FrameReader(file, FileHeader.BYTES);
      boolean found = false;
      while (reader.next() && reader.forced() != LAST) {
        found |= hasValues.test(reader.payload());
      }
      return found && reader.forced() == LAST;
    }
  }

  /** Deletes all checkpoints except the one with this number. */
  public static void deleteOthers(Storage storage, long number) throws IOException {
    for (String name : storage.list()) {
      if (NAME.matcher(name).matches() && !name.equals(name(number))) {
        storage.delete(name);
      }
    }
  }
}
