package io.isolde.store.file;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.isolde.store.file.storage.CallerRuns;
import io.isolde.store.file.storage.FileIdentity;
import io.isolde.store.file.storage.Ownership;
import io.isolde.store.file.storage.Uninterrupted;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A lock on a directory, held by one store at a time, or by several processes that only read. It
 * ends with the process, however that ends. Thread-safe.
 */
final class DirectoryLock implements Closeable, Ownership {
  /*
   * A lock of the operating system keeps other processes out. But POSIX releases all locks of a
   * process on a file as soon as the process closes any descriptor of that file. And if somebody
   * deletes the file or moves the directory, others can make a new file, and lock that. So:
   *
   * L1  The lock is noted in this JVM, under the identity of the file, before anything opens the
   *     file. So a refusal within the process does not touch the file. The note is a system
   *     property, because several class loaders may have this class.
   * L2  An exclusive owner writes a word of its own into the file before it reads anything else. It
   *     owns the directory as long as the file still has its name, and that word in it.
   * L3  If the JDK refuses the lock nevertheless, because this JVM already holds one on the file,
   *     the new descriptor is never closed.
   */
  static final String NAME = "lock";

  private static final String OPEN = "io.isolde.store.open ";

  private final Path file;
  private final FileIdentity identity;
  private final AsynchronousFileChannel channel;

  /** The word that the owner has written into the file; null for a shared lock. */
  private final @Nullable ByteBuffer word;

  private DirectoryLock(
      Path file,
      FileIdentity identity,
      AsynchronousFileChannel channel,
      @Nullable ByteBuffer word) {
    this.file = file;
    this.identity = identity;
    this.channel = channel;
    this.word = word;
  }

  /**
   * Takes the lock to read only. Readers do not need it where there is no lock file: nobody ever
   * wrote there.
   *
   * @throws IllegalStateException if another holder keeps this one out
   */
  static Closeable takeToRead(Path directory) throws IOException {
    Path file = directory.toRealPath().resolve(NAME);
    if (!Files.exists(file)) {
      return () -> {};
    }
    try {
      return take(file, true);
    } catch (UnsupportedOperationException e) {
      return () -> {}; // in an archive, for example, which nobody writes to
    }
  }

  /**
   * Takes the lock exclusively.
   *
   * @throws IllegalStateException if somebody else holds it
   */
  static DirectoryLock take(Path directory) throws IOException {
    Path file = directory.toRealPath().resolve(NAME);
    try {
      Files.createFile(file);
    } catch (FileAlreadyExistsException e) {
      // nobody ever deletes it
    }
    return take(file, false);
  }

  private static DirectoryLock take(Path file, boolean shared) throws IOException {
    FileIdentity identity = FileIdentity.of(file);
    if (System.getProperties().putIfAbsent(note(file, identity), "open") != null) {
      throw refusal(file, "in this process", null);
    }
    try {
      return lock(file, identity, shared);
    } catch (Throwable t) {
      System.getProperties().remove(note(file, identity));
      throw t;
    }
  }

  private static String note(Path file, FileIdentity identity) {
    return OPEN + (identity.key() == null ? file : identity.key());
  }

  private static DirectoryLock lock(Path file, FileIdentity identity, boolean shared)
      throws IOException {
    Set<OpenOption> access = shared ? Set.of(READ) : Set.of(READ, WRITE);
    AsynchronousFileChannel channel = CallerRuns.open(file, access);
    try {
      requireLocked(channel.tryLock(0, Long.MAX_VALUE, shared), file);
      DirectoryLock lock =
          new DirectoryLock(file, identity, channel, shared ? null : marked(channel));
      lock.require();
      return lock;
    } catch (OverlappingFileLockException e) {
      throw refusal(file, "in this process", e); // the descriptor stays open
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static void requireLocked(@Nullable FileLock lock, Path file) {
    if (lock == null) {
      throw refusal(file, "in another process", null);
    }
  }

  private static IllegalStateException refusal(Path file, String where, @Nullable Throwable cause) {
    return new IllegalStateException(
        "the store in "
            + file.getParent()
            + " is open already, "
            + where
            + ": close it there first",
        cause);
  }

  /** Writes a unique word into the file. */
  private static ByteBuffer marked(AsynchronousFileChannel channel) throws IOException {
    byte[] word = UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII);
    ByteBuffer bytes = ByteBuffer.wrap(word);
    while (bytes.hasRemaining()) {
      Uninterrupted.awaitFile(channel.write(bytes, bytes.position()));
    }
    return bytes.clear();
  }

  @Override
  public void require() throws IOException {
    identity.require(file);
    if (word != null && !word.equals(read(word.capacity()))) {
      throw new IOException(
          "another process has taken " + file.getParent() + ", since the lock on it was lost");
    }
  }

  private ByteBuffer read(int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count);
    while (bytes.hasRemaining()
        && Uninterrupted.awaitFile(channel.read(bytes, bytes.position())) > 0) {}
    return bytes.flip();
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      System.getProperties().remove(note(file, identity));
    }
  }
}
