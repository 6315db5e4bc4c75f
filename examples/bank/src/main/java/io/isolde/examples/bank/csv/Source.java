package io.isolde.examples.bank.csv;

import io.isolde.examples.bank.BankException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where bytes are read from: a file, or a data set that is shipped with the bank. */
public interface Source {

  /** The name of the source in messages. */
  String name();

  /** Opens it from its start; the caller must close the stream. */
  InputStream open() throws IOException;

  /** How many bytes it has, or -1 when only reading it can tell. */
  long sizeBytes();

  /** Whether it can be opened more than once. */
  boolean isRepeatable();

  /**
   * The file at that path.
   *
   * @throws BankException when there is no such file
   */
  static Source file(Path path) {
    if (!Files.exists(path)) {
      throw BankException.input(path + " does not exist; expected a CSV file");
    }
    if (Files.isDirectory(path)) {
      throw BankException.input(path + " is a directory; expected a CSV file");
    }
    return new FileSource(path);
  }

  /** The data set of that name, shipped beside that class. */
  static Source shipped(Class<?> beside, String name) {
    return new ShippedSource(beside, name);
  }

  /** A file. */
  record FileSource(Path path) implements Source {
    @Override
    public String name() {
      return path.toString();
    }

    @Override
    public InputStream open() throws IOException {
      return Files.newInputStream(path);
    }

    @Override
    public long sizeBytes() {
      return isRepeatable() ? path.toFile().length() : -1;
    }

    @Override
    public boolean isRepeatable() {
      return Files.isRegularFile(path);
    }
  }

  /** A resource of the class path. */
  record ShippedSource(Class<?> beside, String name) implements Source {
    @Override
    public InputStream open() throws IOException {
      InputStream stream = beside.getResourceAsStream(name);
      if (stream == null) {
        throw new IOException("the resource " + name + " is missing from the class path");
      }
      return stream;
    }

    @Override
    public long sizeBytes() {
      try (InputStream stream = open()) {
        return stream.readAllBytes().length;
      } catch (IOException e) {
        return -1;
      }
    }

    @Override
    public boolean isRepeatable() {
      return true;
    }
  }
}
