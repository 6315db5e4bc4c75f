package io.isolde.store.file.journal;

import io.isolde.store.file.storage.Storage;
import io.isolde.store.file.storage.StorageFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes records into segments, and begins the next segment when one is full. Owner-only: the owner
 * is the leader.
 *
 * <p>A segment is forced before the next one is made, so that only the last one can have a torn
 * tail. The last segment of a journal that was found is continued, so that openings leave no
 * segments behind that are nearly empty.
 */
final class SegmentWriter implements Closeable {
  private static final int BUFFER_BYTES = 1 << 18;

  private final Storage storage;
  private final UUID store;
  private final long segmentBytes;
  private final LongConsumer whenMade;
  private final SpareSegment spare;
  private final ByteBuffer buffer;

  private @Nullable StorageFile file;

  /**
   * The end of the journal that was found, where it may be continued; null if there is none, or
   * after the first record.
   */
  private @Nullable JournalEnd found;

  /** The position in the file to which the buffer is to be written. */
  private long position;

  private long capacity;

  /** Calls {@code whenMade} with the number of the first record of each segment that it makes. */
  SegmentWriter(
      Storage storage,
      UUID store,
      long segmentBytes,
      @Nullable JournalEnd found,
      LongConsumer whenMade) {
    this.found = found;
    this.storage = storage;
    this.store = store;
    this.segmentBytes = segmentBytes;
    this.whenMade = whenMade;
    this.spare = new SpareSegment(storage, segmentBytes);
    this.buffer = ByteBuffer.allocateDirect((int) Math.min(BUFFER_BYTES, segmentBytes));
  }

  /**
   * Adds a record, a part of an array. It may be written at once, or stay in the buffer until
   * {@link #flush}.
   */
  void add(long sequence, long forced, byte[] source, int offset, int length) throws IOException {
    long bytes = Frame.bytes(length);
    if (!hasRoom(bytes)) {
      begin(sequence, bytes);
    }
    if (bytes > buffer.remaining()) {
      flush();
    }
    if (bytes > buffer.capacity()) {
      ByteBuffer large = ByteBuffer.allocate(Math.toIntExact(bytes));
      Frame.put(large, sequence, forced, source, offset, length);
      write(large.flip());
    } else {
      Frame.put(buffer, sequence, forced, source, offset, length);
    }
    if (position + buffer.position() > capacity / 2) {
      spare.begin();
    }
  }

  private boolean hasRoom(long bytes) throws IOException {
    JournalEnd end = found;
    found = null;
    if (end != null && end.position() + bytes <= segmentBytes) {
      file = Segments.renew(storage, end, segmentBytes);
      position = end.position();
      capacity = segmentBytes;
    }
    return file != null && position + buffer.position() + bytes <= capacity;
  }

  private void begin(long sequence, long bytes) throws IOException {
    if (file != null) {
      force();
      file.close();
      file = null;
    }
    capacity = Math.max(segmentBytes, FileHeader.BYTES + bytes);
    position = FileHeader.BYTES;
    file = next(sequence);
    whenMade.accept(sequence);
  }

  private StorageFile next(long sequence) throws IOException {
    return capacity == segmentBytes && spare.take()
        ? Segments.begin(storage, SpareSegment.NAME, store, sequence)
        : Segments.create(storage, store, sequence, capacity);
  }

  /** Writes what was added. */
  void flush() throws IOException {
    write(buffer.flip());
    buffer.clear();
  }

  private void write(ByteBuffer bytes) throws IOException {
    if (file != null) {
      int count = bytes.remaining();
      file.writeFully(position, bytes);
      position += count;
    }
  }

  /** Writes what was added, and waits until it is on stable storage. */
  void force() throws IOException {
    flush();
    if (file != null) {
      file.force();
    }
  }

  @Override
  public void close() throws IOException {
    spare.discard();
    if (file != null) {
      file.close();
    }
  }
}
