package io.isolde.store.file.record;

import io.isolde.store.codec.CodecException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A buffer in memory to which values are written. Thread-confined. */
public final class Output extends OutputStream {
  private static final int CONTINUES = 0x80;
  private static final long BYTES_MAX = 1 << 30;
  private static final int ASCII_MAX = 0x7f;

  private byte[] bytes = new byte[64];
  private int length;
  private int depth;

  /** The numbers of the described classes written so far; null if it does not matter. */
  private @Nullable Set<Integer> described;

  /** Makes an empty output. */
  public Output() {}

  /**
   * Makes an empty output to which equal sets and equal maps are written as the same bytes,
   * whatever their order.
   */
  public static Output canonical() {
    Output out = new Output();
    out.described = new TreeSet<>();
    return out;
  }

  /** Whether equal values must be written as the same bytes. */
  boolean isCanonical() {
    return described != null;
  }

  /** Notes, if it matters, that a value of this described class was written. */
  void note(int id) {
    if (described != null && id >= Description.ID_MIN) {
      described.add(id);
    }
  }

  /** The numbers of the described classes whose values were written to a canonical output. */
  public Set<Integer> described() {
    return described == null ? Set.of() : described;
  }

  /** An output for a part of this one, written apart so that parts can be put in order. */
  Output part() {
    Output part = new Output();
    part.described = described;
    part.depth = depth;
    return part;
  }

  /** Makes room for {@code count} more bytes. */
  public void reserve(int count) {
    if (count > bytes.length - length) {
      long least = (long) length + count;
      if (least > BYTES_MAX) {
        throw new CodecException("a value takes more than " + BYTES_MAX + " bytes", null);
      }
      bytes = Arrays.copyOf(bytes, (int) Math.max(least, Math.min(2L * length, BYTES_MAX)));
    }
  }

  @Override
  public void write(int value) {
    reserve(1);
    bytes[length++] = (byte) value;
  }

  @Override
  public void write(byte[] source, int offset, int count) {
    reserve(count);
    System.arraycopy(source, offset, bytes, length, count);
    length += count;
  }

  /** Writes an unsigned number in 1 to 10 bytes, 7 bits each, the lowest first. */
  public void unsigned(long value) {
    reserve(10);
    long rest = value;
    while ((rest & ~(CONTINUES - 1L)) != 0) {
      bytes[length++] = (byte) (rest | CONTINUES);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
  }

  /** Writes a signed number so that small ones are short, negative or not. */
  public void signed(long value) {
    unsigned((value << 1) ^ (value >> 63));
  }

  /** Writes eight bytes, the highest first. */
  public void fixed(long value) {
    for (int shift = 56; shift >= 0; shift -= 8) {
      write((int) (value >>> shift));
    }
  }

  /** Writes a length, and then that many bytes. */
  public void bytes(byte[] value) {
    unsigned(value.length);
    write(value, 0, value.length);
  }

  /** Begins bytes whose length is not known yet; returns what {@link #endBytes} needs. */
  public int beginBytes() {
    write(0);
    return length;
  }

  /** Ends these bytes, and inserts their length before them. */
  public void endBytes(int start) {
    int count = length - start;
    if (count < CONTINUES) {
      bytes[start - 1] = (byte) count;
    } else {
      int more = lengthOfUnsigned(count) - 1;
      reserve(more);
      System.arraycopy(bytes, start, bytes, start + more, count);
      length = start - 1;
      unsigned(count);
      length += count;
    }
  }

  private static int lengthOfUnsigned(int value) {
    return (Integer.SIZE - Integer.numberOfLeadingZeros(value) + 6) / 7;
  }

  /**
   * Writes a text, as a length and bytes in UTF-8.
   *
   * @throws CodecException if it has an unpaired surrogate, which UTF-8 cannot represent
   */
  public void text(String value) {
    int start = length;
    unsigned(value.length());
    if (!writeAscii(value)) {
      length = start;
      requireWholePairs(value);
      bytes(value.getBytes(StandardCharsets.UTF_8));
    }
  }

  /**
   * Writes a text that has only ASCII characters, as most have; otherwise writes nonsense and
   * returns false. Looks at each character once, and makes no copy.
   */
  private boolean writeAscii(String value) {
    int count = value.length();
    reserve(count);
    byte[] target = bytes;
    int start = length;
    int all = 0;
    for (int i = 0; i < count; i++) {
      char character = value.charAt(i);
      all |= character;
      target[start + i] = (byte) character;
    }
    length += count;
    return all <= ASCII_MAX;
  }

  private static void requireWholePairs(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (Character.isSurrogate(value.charAt(i))) {
        if (Character.charCount(value.codePointAt(i)) == 1) {
          throw new CodecException(
              "a text has half of a surrogate pair, at " + i + ", which cannot be stored", null);
        }
        i++;
      }
    }
  }

  /** Begins a value inside another. */
  void enter() {
    depth = Nesting.deeper(depth);
  }

  /** Ends that value. */
  void leave() {
    depth--;
  }

  /** Makes this empty again; the array is kept. */
  public void clear() {
    length = 0;
    depth = 0;
  }

  /** How many bytes were written. */
  public int length() {
    return length;
  }

  /**
   * The array that holds what was written, followed by unused room. It is not a copy, so nothing
   * may be written any more.
   */
  public byte[] array() {
    return bytes;
  }

  /** What was written. */
  public byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }
}
