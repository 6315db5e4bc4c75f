package io.isolde.store.file.storage;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A storage in a directory of the file system. Immutable. */
public final class DirectoryStorage implements Storage {
  private static final boolean DIRECTORIES_CAN_BE_FORCED =
      !System.getProperty("os.name", "").startsWith("Windows");

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*");

  private final Path directory;
  private final Set<OpenOption> access;
  private final Ownership ownership;

  private DirectoryStorage(Path directory, Set<OpenOption> access, Ownership ownership) {
    this.directory = directory;
    this.access = access;
    this.ownership = ownership;
  }

  /** Opens an existing directory, to be read only. */
  public static DirectoryStorage readOnly(Path directory) {
    return new DirectoryStorage(directory, Set.of(READ), Ownership.CERTAIN);
  }

  /**
   * Opens an existing directory. Every creation, renaming, deletion and force of a file, and every
   * force of the directory, checks that {@code ownership} still holds.
   */
  public static DirectoryStorage owned(Path directory, Ownership ownership) {
    return new DirectoryStorage(directory, Set.of(READ, WRITE), ownership);
  }

  @Override
  public List<String> list() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  /**
   * Makes a new file in place of an existing one, which somebody may have open, and which stays as
   * it is.
   */
  @Override
  public StorageFile create(String name) throws IOException {
    delete(name);
    return new ChannelFile(path(name), Set.of(READ, WRITE, CREATE_NEW), ownership);
  }

  @Override
  public StorageFile open(String name) throws IOException {
    try {
      return new ChannelFile(path(name), access, ownership);
    } catch (UnsupportedOperationException e) {
      return new BytesFile(Files.readAllBytes(path(name))); // of an archive, for example
    }
  }

  @Override
  public void replace(String from, String to) throws IOException {
    ownership.require();
    Files.move(path(from), path(to), ATOMIC_MOVE, REPLACE_EXISTING);
  }

  @Override
  public void publish(String from, String to) throws IOException {
    ownership.require();
    try {
      Files.createLink(path(to), path(from));
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (UnsupportedOperationException | FileSystemException e) {
      Files.move(path(from), path(to)); // checks first whether there is one
      return;
    }
    Files.delete(path(from));
  }

  @Override
  public void delete(String name) throws IOException {
    ownership.require();
    Files.deleteIfExists(path(name));
  }

  @Override
  public void force() throws IOException {
    if (DIRECTORIES_CAN_BE_FORCED) {
      force(directory);
    }
    ownership.require();
  }

  /** Forces a directory, even if the thread is interrupted. */
  private static void force(Path path) throws IOException {
    try (AsynchronousFileChannel channel = CallerRuns.open(path, Set.of(READ))) {
      Forces.run(() -> channel.force(true));
    }
  }

  @Override
  public String describe(String name) {
    return directory.resolve(name).toString();
  }

  /**
   * Resolves a name. Names are read from files, which may be wrong: none leads out of the
   * directory.
   */
  private Path path(String name) throws IOException {
    if (!NAME.matcher(name).matches()) {
      throw new IOException("'" + name + "' is not the name of a file of a store");
    }
    return directory.resolve(name);
  }
}
