package io.isolde.store.file.journal;

import io.isolde.store.ChangesLostException;
import io.isolde.store.StoreDamagedException;
import io.isolde.store.file.journal.FileHeader.Magic;
import io.isolde.store.file.storage.Storage;
import io.isolde.store.file.storage.StorageFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of a journal from some number on, beside those that append, force and trim it.
 * Owner-only.
 */
public final class JournalReader implements Closeable {
  /*
   * Idea. Written records do not change, wherever they are: a segment that is continued is replaced
   * by a copy, in which they are at the same place. But what was read behind them may be outdated.
   * So each time the caller says that more was written, the segment is opened anew.
   *
   * A segment may be deleted meanwhile. It is then not found, or another one does not go on where
   * the one before has ended: the records are lost to this reader.
   */
  private final Storage storage;
  private final UUID store;
  private final SegmentList segments;

  /** The number of the last record that was read, or of the last one that was not wanted. */
  private long read;

  /** Up to which record the bytes were written when they were read. */
  private long written;

  /** The first record of the present segment; 0 before the first. */
  private long segment;

  /** The next record in the present segment, and where it begins. */
  private long next;

  private long offset;

  private long start;
  private @Nullable StorageFile file;
  private @Nullable FrameReader frames;

  JournalReader(Storage storage, UUID store, SegmentList segments, long after) {
    this.storage = storage;
    this.store = store;
    this.segments = segments;
    this.read = after;
  }

  /** The number of the last record that was read. */
  public long read() {
    return read;
  }

  /** The segment of the last record that was read, for messages. */
  public String file() {
    return storage.describe(Segments.name(segment));
  }

  /** Where the last record that was read begins in its segment. */
  public long offset() {
    return start;
  }

  /**
   * Reads the next record.
   *
   * @param upTo all records up to this one were written
   * @return its payload; null if its number is larger than {@code upTo}
   * @throws ChangesLostException if it is not there any more
   * @throws StoreDamagedException if it is damaged
   */
  public byte @Nullable [] next(long upTo) throws IOException {
    if (read >= upTo) {
      return null;
    }
    if (written < upTo) {
      written = upTo;
      close();
    }
    byte[] payload = null;
    while (payload == null || next <= read + 1) {
      payload = following(frames());
    }
    read = next - 1;
    return payload;
  }

  /** The reader of the segment with the next record that is wanted. */
  private FrameReader frames() throws IOException {
    long first = segments.holding(read + 1);
    FrameReader present = frames;
    return present != null && first == segment ? present : open(first);
  }

  private FrameReader open(long first) throws IOException {
    close();
    if (first == 0) {
      throw lost();
    }
    StorageFile opened = opened(first);
    file = opened;
    if (first != segment) {
      segment = first;
      next = first;
      offset = FileHeader.BYTES;
      requireHeader(opened);
    }
    FrameReader present = new FrameReader(opened, offset);
    frames = present;
    return present;
  }

  private StorageFile opened(long first) throws IOException {
    try {
      return storage.open(Segments.name(first));
    } catch (NoSuchFileException e) {
      throw lost();
    }
  }

  private void requireHeader(StorageFile opened) throws IOException {
    FileHeader header = FileHeader.read(opened, file(), Magic.JOURNAL).requireStore(store, file());
    if (header.first() != segment) {
      throw new StoreDamagedException(file(), 32, "it begins with record " + header.first());
    }
  }

  /** The payload of the next record of the present segment. */
  private byte[] following(FrameReader present) throws IOException {
    if (!present.next() || present.sequence() != next) {
      throw missing();
    }
    next++;
    start = offset;
    offset = present.offset();
    return present.payload();
  }

  private RuntimeException missing() throws IOException {
    return isAtEnd() && !segments.isLast(segment)
        ? lost()
        : new StoreDamagedException(
            file(), offset, "record " + next + " is damaged, although it was written");
  }

  private boolean isAtEnd() throws IOException {
    try (StorageFile anew = opened(segment)) {
      return new Rest(anew, offset).bytes() == 0;
    }
  }

  private ChangesLostException lost() {
    return new ChangesLostException(
        "the commits behind record "
            + read
            + " of "
            + storage.describe("")
            + " are not held any more: start over with a snapshot, and consider a larger"
            + " backlogBytes");
  }

  @Override
  public void close() throws IOException {
    StorageFile present = file;
    frames = null;
    file = null;
    if (present != null) {
      present.close();
    }
  }
}
