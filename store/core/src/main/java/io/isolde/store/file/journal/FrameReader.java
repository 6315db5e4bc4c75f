package io.isolde.store.file.journal;

import io.isolde.store.file.storage.StorageFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads the records of a file one after the other, as long as they are intact. Owner-only. */
final class FrameReader {
  private static final int BUFFER_BYTES = 1 << 18;

  private final StorageFile file;
  private final long size;

  /** The bytes that were read from the file and not yet passed on. */
  private final ByteBuffer buffer;

  /** Where in the file the next record begins. */
  private long offset;

  private long sequence;
  private long forced;
  private byte[] payload = {};

  FrameReader(StorageFile file, long offset) throws IOException {
    this.file = file;
    this.size = file.size();
    this.offset = offset;
    this.buffer = ByteBuffer.allocate((int) Math.min(BUFFER_BYTES, size)).limit(0);
  }

  /** Reads the next record, and returns false if there is no intact one. */
  boolean next() throws IOException {
    if (!has(Frame.HEADER_BYTES)) {
      return false;
    }
    int length = Frame.length(buffer, buffer.position());
    if (length <= 0 || length > size - offset - Frame.HEADER_BYTES) {
      return false;
    }
    long nextSequence = Frame.sequence(buffer, buffer.position());
    long nextForced = Frame.forced(buffer, buffer.position());
    if (!(Frame.bytes(length) > buffer.capacity() ? nextLarge(length) : nextSmall(length))) {
      return false;
    }
    sequence = nextSequence;
    forced = nextForced;
    return true;
  }

  private boolean nextSmall(int length) throws IOException {
    if (!has(Frame.HEADER_BYTES + length) || !Frame.isIntact(buffer, buffer.position())) {
      return false;
    }
    int start = buffer.position();
    payload = new byte[length];
    buffer.get(start + Frame.HEADER_BYTES, payload);
    int taken = (int) Math.min(Frame.bytes(length), buffer.remaining());
    buffer.position(start + taken);
    offset += taken;
    return true;
  }

  /** Allocates memory for a record only after verifying it. */
  private boolean nextLarge(int length) throws IOException {
    if (!isIntact(length)) {
      return false;
    }
    payload = new byte[length];
    file.readFully(offset + Frame.HEADER_BYTES, ByteBuffer.wrap(payload));
    buffer.limit(0);
    offset = Math.min(size, offset + Frame.bytes(length));
    return true;
  }

  /**
   * Verifies the record at the position of the buffer by reading it through; leaves the buffer
   * empty.
   */
  private boolean isIntact(int length) throws IOException {
    Frame.Checksum checksum = new Frame.Checksum(buffer, buffer.position());
    long end = offset + Frame.HEADER_BYTES + length;
    for (long position = offset + Frame.HEADER_BYTES; position < end; ) {
      buffer.clear().limit((int) Math.min(buffer.capacity(), end - position));
      file.readFully(position, buffer);
      position += buffer.position();
      checksum.add(buffer.flip());
    }
    return checksum.isRight();
  }

  /** Ensures that the buffer holds this many bytes; returns false if the file ends earlier. */
  private boolean has(int bytes) throws IOException {
    if (bytes <= size - offset && buffer.remaining() < bytes + Frame.ALIGNMENT) {
      refill();
    }
    return buffer.remaining() >= bytes;
  }

  private void refill() throws IOException {
    buffer.compact();
    long position = offset + buffer.position();
    while (buffer.hasRemaining() && position < size) {
      int count = file.read(position, buffer);
      if (count < 0) {
        break;
      }
      position += count;
    }
    buffer.flip();
  }

  /** Where the next record begins, or should begin. */
  long offset() {
    return offset;
  }

  long sequence() {
    return sequence;
  }

  long forced() {
    return forced;
  }

  byte[] payload() {
    return payload;
  }

  /** The length of the file. */
  long size() {
    return size;
  }
}
