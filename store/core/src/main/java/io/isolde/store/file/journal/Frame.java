package io.isolde.store.file.journal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The frame of a record: its length, its checksum, its sequence number, and how far the journal was
 * forced when it was written.
 */
final class Frame {
  /*
   *   0  int   length of the payload, at least 1
   *   4  int   CRC-32C of the length and of everything from byte 8 to the end of the payload
   *   8  long  sequence number
   *  16  long  forced: every record up to this number was on stable storage by then
   *  24        payload, then zeros up to a multiple of 8
   */
  static final int HEADER_BYTES = 24;
  static final int ALIGNMENT = 8;
  private static final int CRC_AT = 4;
  private static final int SEQUENCE_AT = 8;
  private static final int FORCED_AT = 16;

  private Frame() {}

  /** How many bytes a record takes. */
  static long bytes(int payloadLength) {
    long exact = (long) HEADER_BYTES + payloadLength;
    return (exact + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  /** Appends a record, which is a part of an array, to {@code target}, which has room for it. */
  static void put(
      ByteBuffer target, long sequence, long forced, byte[] source, int offset, int length) {
    int start = target.position();
    target.putInt(length).putInt(0).putLong(sequence).putLong(forced).put(source, offset, length);
    target.putInt(start + CRC_AT, crc(target, start, length));
    int end = start + (int) bytes(length);
    while (target.position() < end) {
      target.put((byte) 0);
    }
  }

  static int length(ByteBuffer source, int start) {
    return source.getInt(start);
  }

  static long sequence(ByteBuffer source, int start) {
    return source.getLong(start + SEQUENCE_AT);
  }

  static long forced(ByteBuffer source, int start) {
    return source.getLong(start + FORCED_AT);
  }

  /** Whether the record that begins at {@code start}, and ends in {@code source}, is intact. */
  static boolean isIntact(ByteBuffer source, int start) {
    return source.getInt(start + CRC_AT) == crc(source, start, length(source, start));
  }

  /**
   * The checksum of a record that ends before the limit. Makes no view of the buffer, which would
   * cost as much as the checksum.
   */
  private static int crc(ByteBuffer source, int start, int length) {
    int position = source.position();
    int limit = source.limit();
    CRC32C crc = new CRC32C();
    crc.update(source.limit(start + CRC_AT).position(start));
    int end = start + HEADER_BYTES + length;
    crc.update(source.limit(end).position(start + SEQUENCE_AT));
    source.limit(limit).position(position);
    return (int) crc.getValue();
  }

  /** The checksum of a record that is not in memory as a whole. */
  static final class Checksum {
    private final CRC32C crc = new CRC32C();
    private final int expected;

    /** Begins the checksum of the record whose header is in {@code source}. */
    Checksum(ByteBuffer source, int start) {
      expected = source.getInt(start + CRC_AT);
      crc.update(source.slice(start, CRC_AT));
      crc.update(source.slice(start + SEQUENCE_AT, HEADER_BYTES - SEQUENCE_AT));
    }

    /** Adds a part of the payload: the remaining bytes of {@code part}. */
    void add(ByteBuffer part) {
      crc.update(part);
    }

    boolean isRight() {
      return (int) crc.getValue() == expected;
    }
  }
}
