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

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }
}
