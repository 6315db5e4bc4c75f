package io.isolde.store.file.base;

import java.io.Closeable;
import java.io.IOException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A map of byte arrays outside the heap, in one file. Any number of threads may read while nobody
 * changes it; one thread at a time may change it while nobody reads.
 *
 * <p>After a crash, the file is as it was forced, if it was not changed since; otherwise it is
 * lost.
 */
public interface Base extends Closeable {
  /** Signals that the file cannot grow to hold what was put. */
  final class FullException extends Exception {
    /** Takes the message of {@code cause}. */
    public FullException(Throwable cause) {
      super(String.valueOf(cause.getMessage()), cause);
    }
  }

  /** The value under a key; null if there is none. */
  byte @Nullable [] get(byte[] key);

  /** How many entries there are. */
  long size();

  /** The number of parts in which the entries can be read. */
  int parts();

  /** Reads the entries of a part, from 0; all parts together have all entries, each once. */
  void read(int part, BiConsumer<byte[], byte[]> visitor);

  /** Whether an entry of this size is small enough. */
  boolean accepts(int keyBytes, int valueBytes);

  /**
   * Puts a value that is small enough, and returns the previous one, or null.
   *
   * @throws FullException if there is no room; the base cannot be used any more
   */
  byte @Nullable [] put(byte[] key, byte[] value) throws FullException;

  /** Removes a key, and returns its value, or null. */
  byte @Nullable [] remove(byte[] key);

  /** Waits until the entries are on stable storage. */
  void force() throws IOException;

  /** Releases the memory; the file stays. */
  @Override
  void close() throws IOException;
}
