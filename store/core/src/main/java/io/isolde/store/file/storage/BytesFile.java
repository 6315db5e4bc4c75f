package io.isolde.store.file.storage;

import java.nio.ByteBuffer;

/** A file that was read as a whole, and cannot be written. Owner-only. */
final class BytesFile implements StorageFile {
  private final byte[] bytes;

  BytesFile(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public int read(long position, ByteBuffer target) {
    int count = (int) Math.min(target.remaining(), bytes.length - position);
    if (count <= 0) {
      return -1;
    }
    target.put(bytes, (int) position, count);
    return count;
  }

  @Override
  public int write(long position, ByteBuffer source) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void truncate(long size) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void force() {}

  @Override
  public void close() {}
}
