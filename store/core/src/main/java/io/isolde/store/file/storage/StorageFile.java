package io.isolde.store.file.storage;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** An open file. Owner-only: one thread at a time. */
public interface StorageFile extends Closeable {
  /** The length in bytes. */
  long size() throws IOException;

  /** Reads at least one byte into {@code target} and returns how many, or -1 at the end. */
  int read(long position, ByteBuffer target) throws IOException;

  /** Writes some bytes of {@code source}, at least one, and returns how many. */
  int write(long position, ByteBuffer source) throws IOException;

  /** Cuts the file to {@code size} bytes. */
  void truncate(long size) throws IOException;

  /** Waits until the contents are on stable storage. */
  void force() throws IOException;

  /** Writes all of {@code source}. */
  default void writeFully(long position, ByteBuffer source) throws IOException {
    long next = position;
    while (source.hasRemaining()) {
      next += write(next, source);
    }
  }

  /** Fills {@code target}. */
  default void readFully(long position, ByteBuffer target) throws IOException {
    long next = position;
    while (target.hasRemaining()) {
      int count = read(next, target);
      if (count < 0) {
        throw new EOFException("the file ends at byte " + next);
      }
      next += count;
    }
  }
}
