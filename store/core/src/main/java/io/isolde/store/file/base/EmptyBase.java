package io.isolde.store.file.base;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A base without entries, and without a file. Immutable. */
final class EmptyBase implements Base {
  @Override
  public byte @Nullable [] get(byte[] key) {
    return null;
  }

  @Override
  public long size() {
    return 0;
  }

  @Override
  public int parts() {
    return 0;
  }

  @Override
  public void read(int part, BiConsumer<byte[], byte[]> visitor) {
    throw new IndexOutOfBoundsException(part);
  }

  @Override
  public boolean accepts(int keyBytes, int valueBytes) {
    return false;
  }

  @Override
  public byte @Nullable [] put(byte[] key, byte[] value) {
    throw new UnsupportedOperationException();
  }

  @Override
  public byte @Nullable [] remove(byte[] key) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void force() {}

  @Override
  public void close() {}
}
