package io.isolde.store.file.journal;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Records with consecutive numbers that wait to be written. Owner-only: the owner is the holder of
 * the lock of the journal, and then the leader that took the batch.
 */
final class Batch {
  /*
   * Idea. The records are copied one after the other, while they are in the processor's cache. So
   * the leader, which comes later, finds them in a row, and nothing is kept alive for it. Each
   * record is preceded by its length. Records that are too long to be copied under a lock are kept
   * as they are.
   */
  private static final int BYTES_MIN = 1 << 12;
  private static final int BYTES_KEPT_MAX = 1 << 22;
  private static final int LENGTH_COPIED_MAX = 1 << 14;

  private final Deque<byte[]> large = new ArrayDeque<>();
  private byte[] bytes = new byte[BYTES_MIN];
  private int end;

  /**
   * Adds a record: the first {@code length} bytes of an array. All or nothing, even if memory runs
   * out.
   */
  void add(byte[] payload, int length) {
    int copied = isLarge(length) ? 0 : length;
    reserve(Integer.BYTES + copied);
    if (isLarge(length)) {
      large.add(payload);
    }
    putLength(length);
    System.arraycopy(payload, 0, bytes, end, copied);
    end += copied;
  }

  private static boolean isLarge(int length) {
    return length > LENGTH_COPIED_MAX;
  }

  private void reserve(int count) {
    if (count > bytes.length - end) {
      bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(end, count), 2 * bytes.length));
    }
  }

  private void putLength(int length) {
    for (int shift = 24; shift >= 0; shift -= 8) {
      bytes[end++] = (byte) (length >>> shift);
    }
  }

  /** Passes all records to the writer, numbered from {@code first} on. */
  void writeTo(SegmentWriter writer, long first, long forced) throws IOException {
    long sequence = first;
    for (int start = 0; start < end; sequence++) {
      int length = lengthAt(start);
      start += Integer.BYTES;
      if (isLarge(length)) {
        writer.add(sequence, forced, large.remove(), 0, length);
      } else {
        writer.add(sequence, forced, bytes, start, length);
        start += length;
      }
    }
  }

  private int lengthAt(int start) {
    int length = 0;
    for (int i = 0; i < Integer.BYTES; i++) {
      length = (length << Byte.SIZE) | (bytes[start + i] & 0xff);
    }
    return length;
  }

  /** Makes this empty. */
  void clear() {
    end = 0;
    large.clear();
    if (bytes.length > BYTES_KEPT_MAX) {
      bytes = new byte[BYTES_MIN];
    }
  }
}
