package io.isolde.store.postgres;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A sequence of bytes that never changes, in the order of PostgreSQL's {@code bytea}. Immutable.
 */
final class Bytes implements Comparable<Bytes> {
  /** No bytes: where a ref or a counter keeps its value. */
  static final Bytes NONE = new Bytes(new byte[0]);

  private final byte[] array;

  /** Takes the array, which nobody changes any more. */
  Bytes(byte[] array) {
    this.array = array;
  }

  /** The bytes themselves, not a copy. */
  byte[] array() {
    return array;
  }

  int length() {
    return array.length;
  }

  @Override
  public int compareTo(Bytes other) {
    return Arrays.compareUnsigned(array, other.array);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Bytes bytes && Arrays.equals(array, bytes.array);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(array);
  }
}
