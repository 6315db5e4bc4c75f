package io.isolde.store.file;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The bytes of an encoded key, which never change. Immutable. */
final class EncodedKey {
  private final byte[] bytes;

  EncodedKey(byte[] bytes) {
    this.bytes = bytes;
  }

  byte[] bytes() {
    return bytes;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof EncodedKey key && Arrays.equals(bytes, key.bytes);
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
