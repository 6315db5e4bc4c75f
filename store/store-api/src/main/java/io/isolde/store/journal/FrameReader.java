package io.isolde.store.journal;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads the records of a file one after the other, as long as they are intact. Owner-only. */
final class FrameReader {
  private static final int BUFFER_BYTES = 1 << 18;

  private final StorageFile file;
  private final long size;

  /** What was read of the file and not yet passed on. */
  private ByteBuffer buffer;

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
    if (length <= 0 || !has(Frame.HEADER_BYTES + (long) length)) {
      return false;
    }
    int start = buffer.position();
    if (!Frame.isIntact(buffer, start)) {
      return false;
    }
    take(start, length);
    return true;
  }

  private void take(int start, int length) {
    sequence = Frame.sequence(buffer, start);
    forced = Frame.forced(buffer, start);
    payload = new byte[length];
    buffer.get(start + Frame.HEADER_BYTES, payload);
    int taken = (int) Math.min(Frame.bytes(length), buffer.remaining());
    buffer.position(start + taken);
    offset += taken;
  }

  /** Sees to it that the buffer holds so many bytes, unless the file ends before. */
  private boolean has(long bytes) throws IOException {
    if (bytes > size - offset || bytes > Integer.MAX_VALUE - Frame.ALIGNMENT) {
      return false;
    }
    if (buffer.remaining() < bytes + Frame.ALIGNMENT) {
      refill((int) bytes + Frame.ALIGNMENT);
    }
    return buffer.remaining() >= bytes;
  }

  private void refill(int bytes) throws IOException {
    ByteBuffer next = bytes <= buffer.capacity() ? buffer : ByteBuffer.allocate(bytes);
    ByteBuffer rest = buffer.slice();
    next.clear().put(rest);
    long position = offset + next.position();
    while (next.hasRemaining() && position < size) {
      int count = file.read(position, next);
      if (count < 0) {
        break;
      }
      position += count;
    }
    buffer = next.flip();
  }

  /** Where the record after the last one begins, or should. */
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
