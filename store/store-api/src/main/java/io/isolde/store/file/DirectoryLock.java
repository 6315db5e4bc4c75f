package io.isolde.store.file;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The right to use a directory: of one store at a time, or of several processes that only read. It
 * ends with the process, however that ends. Thread-safe.
 */
final class DirectoryLock implements Closeable {
  /** The name of the file that is locked. */
  static final String NAME = "lock";

  private final @Nullable FileChannel channel;

  private DirectoryLock(@Nullable FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the right.
   *
   * @throws IllegalStateException if somebody else has it
   */
  static DirectoryLock take(Path directory, boolean readOnly) throws IOException {
    Path file = directory.resolve(NAME);
    if (readOnly && !Files.exists(file)) {
      return new DirectoryLock(null);
    }
    boolean interrupted = Thread.interrupted(); // it would close the channel
    try {
      FileChannel channel =
          readOnly ? FileChannel.open(file, READ) : FileChannel.open(file, CREATE, WRITE);
      try {
        lock(channel, directory, readOnly);
        return new DirectoryLock(channel);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void lock(FileChannel channel, Path directory, boolean shared) throws IOException {
    FileLock lock;
    try {
      lock = channel.tryLock(0, Long.MAX_VALUE, shared);
    } catch (OverlappingFileLockException e) {
      throw refusal(directory, "in this process", e);
    }
    if (lock == null) {
      throw refusal(directory, "in another process", null);
    }
  }

  private static IllegalStateException refusal(
      Path directory, String where, @Nullable Throwable cause) {
    return new IllegalStateException(
        "the store in " + directory + " is open already, " + where + ": close it there first",
        cause);
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
    }
  }
}
