package io.isolde.store.encoding;

import io.isolde.store.codec.CodecException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Reads what {@link Output} wrote. Thread-confined. */
public final class Input extends InputStream {
  private final byte[] bytes;
  private int position;

  /** Begins at the first byte. */
  public Input(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public int read() {
    return position < bytes.length ? bytes[position++] & 0xff : -1;
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
    return bytes.length - position;
  }

  /** Whether everything was read. */
  public boolean isAtEnd() {
    return position == bytes.length;
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
        return value;
      }
    }
    throw new CodecException("a number of a value has no end", null);
  }

  /** Reads an unsigned number that counts something: from 0 to the largest int. */
  public int count() {
    long value = unsigned();
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw new CodecException("a number of a value is out of range: " + value, null);
    }
    return (int) value;
  }

  /** Reads what {@link Output#signed} wrote. */
  public long signed() {
    long value = unsigned();
    return (value >>> 1) ^ -(value & 1);
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
    return new String(bytes(), StandardCharsets.UTF_8);
  }
}
