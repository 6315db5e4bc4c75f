package io.isolde.examples.bank.cli;

import io.isolde.examples.bank.BankException;
import io.isolde.examples.bank.Texts;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A file that appears whole or not at all: content is written to a temporary file beside it, which
 * takes its place at the end, atomically where the file system supports that.
 *
 * <p>The temporary file is created at once, so that a folder that cannot be written is detected
 * before there is anything to write. Thread-confined.
 */
final class OutputFile implements Closeable {
  private final Path target;
  private final Path beside;

  private OutputFile(Path target, Path beside) {
    this.target = target;
    this.beside = beside;
  }

  /**
   * Prepares to write that file.
   *
   * @throws BankException when it could not be written
   */
  static OutputFile prepare(Path path) {
    checkTarget(path);
    try {
      Path target = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
      Path beside = target.resolveSibling(nameBeside(target));
      beside.toFile().deleteOnExit();
      Files.deleteIfExists(beside);
      Files.createFile(beside);
      return new OutputFile(target, beside);
    } catch (IOException e) {
      throw notWritten(path, e);
    }
  }

  private static void checkTarget(Path path) {
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw BankException.output(
          path
              + (Files.isDirectory(path) ? " is a directory" : " is not a regular file")
              + "; expected the name of a file to write");
    }
    Path folder = path.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw BankException.output(
          path + " cannot be written: there is no folder " + folder + " to hold it");
    }
  }

  /**
   * Makes sure that two outputs go to two different files.
   *
   * @throws BankException when one would replace the other
   */
  static void requireTwo(@Nullable Path one, @Nullable Path other) {
    if (one != null && other != null && isSame(one, other)) {
      throw BankException.usage("%s and %s are the same file".formatted(one, other));
    }
  }

  private static boolean isSame(Path one, Path other) {
    try {
      return one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize())
          || (Files.exists(one) && Files.exists(other) && Files.isSameFile(one, other));
    } catch (IOException e) {
      return false;
    }
  }

  private static String nameBeside(Path target) {
    return "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".part";
  }

  private static BankException notWritten(Path path, IOException cause) {
    return BankException.output(path + " cannot be written: " + Texts.reason(cause));
  }

  /** Writes the content, and puts the file in its place. */
  void write(Content content) {
    writeBeside(
        () -> {
          try (BufferedWriter writer = Files.newBufferedWriter(beside)) {
            content.writeTo(writer);
          }
        });
  }

  /** Writes the bytes, and puts the file in its place. */
  void write(byte[] bytes) {
    writeBeside(() -> Files.write(beside, bytes));
  }

  private void writeBeside(Writing writing) {
    try {
      writing.run();
      force();
      move();
    } catch (UncheckedIOException e) { // from the CSV writer
      throw notWritten(target, Objects.requireNonNull(e.getCause()));
    } catch (IOException e) {
      throw notWritten(target, e);
    }
  }

  private void force() throws IOException {
    try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  private void move() throws IOException {
    try {
      Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(beside, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Deletes the temporary file, if it was not put in its place. */
  @Override
  public void close() {
    try {
      Files.deleteIfExists(beside);
    } catch (IOException e) {
      throw notWritten(target, e);
    }
  }

  private interface Writing {
    void run() throws IOException;
  }

  /** What is to be written. */
  @FunctionalInterface
  interface Content {
    void writeTo(Writer writer) throws IOException;
  }
}
