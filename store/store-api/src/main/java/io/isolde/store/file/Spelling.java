package io.isolde.store.file;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A key as bytes, which are never changed. Immutable. */
final class Spelling {
  private final byte[] bytes;

  Spelling(byte[] bytes) {
    this.bytes = bytes;
  }

  byte[] bytes() {
    return bytes;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Spelling spelling && Arrays.equals(bytes, spelling.bytes);
  }

  /** FNV-1a: {@code Arrays.hashCode} would make 129 241 hashes of the first million numbers. */
  @Override
  public int hashCode() {
    int hash = 0x811C9DC5;
    for (byte part : bytes) {
      hash = (hash ^ part) * 0x01000193;
    }
    return hash;
  }
}
