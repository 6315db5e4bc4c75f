package io.isolde.store.chronicle;

import io.isolde.store.file.storage.FileIdentity;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A handle on the file of a base, beside the one that Chronicle Map has. Interrupts neither close
 * it nor end its forces. Thread-confined.
 */
final class DiskFile implements Closeable {
  /*
   * A write counts only if it is in the file that the directory names. A file that was deleted can
   * be written to, and forced, as before. So the file that is there now is compared with the one
   * that was opened, by its identity and its length. Some systems have no identities; there, the
   * length must do.
   */
  private static final byte[] ZEROS = new byte[1 << 20];

  private final Path path;
  private final RandomAccessFile file;
  private final FileIdentity identity;

  private DiskFile(Path path, RandomAccessFile file, FileIdentity identity) {
    this.path = path;
    this.file = file;
    this.identity = identity;
  }

  static DiskFile forReading(Path path) throws IOException {
    return open(path, "r");
  }

  static DiskFile forWriting(Path path) throws IOException {
    return open(path, "rw");
  }

  private static DiskFile open(Path path, String access) throws IOException {
    FileIdentity identity = FileIdentity.of(path);
    return new DiskFile(path, new RandomAccessFile(path.toFile(), access), identity);
  }

  long length() throws IOException {
    return file.length();
  }

  byte[] read(long position, int length) throws IOException {
    byte[] bytes = new byte[length];
    file.seek(position);
    file.readFully(bytes);
    return bytes;
  }

  void write(long position, byte[] bytes) throws IOException {
    file.seek(position);
    file.write(bytes);
  }

  /** Writes zeros, so that the disk has room for what replaces them. */
  void writeZeros(long from, long to) throws IOException {
    file.seek(from);
    for (long left = to - from; left > 0; left -= ZEROS.length) {
      file.write(ZEROS, 0, (int) Math.min(left, ZEROS.length));
    }
  }

  /**
   * Waits until the contents are on stable storage.
   *
   * @throws IOException if they may not be, or if the directory has another file of that name, or
   *     none
   */
  void force() throws IOException {
    try {
      PlatformThreads.call(
          () -> {
            sync();
            return null;
          });
    } catch (UncheckedIOException e) {
      throw new IOException(e.getMessage(), e);
    }
    requireSame();
  }

  private void sync() {
    try {
      file.getFD().sync();
    } catch (IOException e) {
      throw new UncheckedIOException(path + " cannot be forced: " + e, e);
    }
  }

  private void requireSame() throws IOException {
    identity.require(path);
    if (Files.size(path) != file.length()) {
      throw new IOException(path + " has another length than what was written");
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
