package io.isolde.store.file.record;

import io.isolde.store.codec.CodecException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads what {@link Output} wrote. Thread-confined. */
public final class Input extends InputStream {
  /** What decoding puts in place of bytes that are not in UTF-8. */
  private static final char REPLACEMENT = '\uFFFD';

  private final byte[] bytes;
  private final int end;
  private int position;
  private int depth;

  /** Begins at the first byte. */
  public Input(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  /** Reads a part of an array. */
  Input(byte[] bytes, int start, int end) {
    this.bytes = bytes;
    this.position = start;
    this.end = end;
  }

  @Override
  public int read() {
    return position < end ? bytes[position++] & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    if (length == 0 || isAtEnd()) {
      return length == 0 ? 0 : -1;
    }
    int count = Math.min(length, available());
    System.arraycopy(bytes, position, target, offset, count);
    position += count;
    return count;
  }

  @Override
  public int available() {
    return end - position;
  }

  /** Whether everything was read. */
  public boolean isAtEnd() {
    return position == end;
  }

  private int next() {
    int value = read();
    if (value < 0) {
      throw new CodecException("the bytes of a value end too early", null);
    }
    return value;
  }

  /** Reads what {@link Output#unsigned} wrote. */
  public long unsigned() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      int part = next();
      value |= (part & 0x7fL) << shift;
      if (part < 0x80) {
        requireShortest(part, shift);
        return value;
      }
    }
    throw new CodecException("a number of a value has no end", null);
  }

  /** Refuses a number that has more bytes than it needs: each number has one encoding. */
  private static void requireShortest(int last, int shift) {
    if (shift > 0 && (last == 0 || (shift == 63 && last > 1))) {
      throw new CodecException("a number of a value is longer than it has to be", null);
    }
  }

  /** Reads an unsigned number from 0 to {@code max}. */
  public long unsigned(long max) {
    return requireBetween(0, unsigned(), max);
  }

  private static long requireBetween(long min, long value, long max) {
    if (value < min || value > max) {
      throw new CodecException("a number of a value is out of range: " + value, null);
    }
    return value;
  }

  /** Reads an unsigned number that counts something: from 0 to the largest int. */
  public int count() {
    return (int) unsigned(Integer.MAX_VALUE);
  }

  /** Reads what {@link Output#signed} wrote. */
  public long signed() {
    long value = unsigned();
    return (value >>> 1) ^ -(value & 1);
  }

  /** Reads a signed number from {@code min} to {@code max}. */
  long signed(long min, long max) {
    return requireBetween(min, signed(), max);
  }

  /** Reads what {@link Output#fixed} wrote. */
  public long fixed() {
    long value = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      value = value << 8 | next();
    }
    return value;
  }

  /** Reads what {@link Output#bytes} wrote. */
  public byte[] bytes() {
    int count = count();
    if (count > available()) {
      throw new CodecException("the bytes of a value end too early", null);
    }
    byte[] value = new byte[count];
    System.arraycopy(bytes, position, value, 0, count);
    position += count;
    return value;
  }

  /** Reads what {@link Output#text} wrote. */
  public String text() {
    byte[] encoded = bytes();
    String text = new String(encoded, StandardCharsets.UTF_8);
    if (text.indexOf(REPLACEMENT) >= 0
        && !Arrays.equals(encoded, text.getBytes(StandardCharsets.UTF_8))) {
      throw new CodecException("a text is not in UTF-8", null);
    }
    return text;
  }

  /** Begins a value inside another. */
  void enter() {
    depth = Nesting.deeper(depth);
  }

  /** Ends that value. */
  void leave() {
    depth--;
  }
}
