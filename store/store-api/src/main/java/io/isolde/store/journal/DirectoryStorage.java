package io.isolde.store.journal;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The files of a directory of the file system. Immutable. */
public final class DirectoryStorage implements Storage {
  private static final boolean DIRECTORIES_CAN_BE_FORCED =
      !System.getProperty("os.name", "").startsWith("Windows");

  private final Path directory;
  private final Set<OpenOption> access;

  /** Takes a directory that exists. */
  public DirectoryStorage(Path directory, boolean readOnly) {
    this.directory = directory;
    this.access = readOnly ? Set.of(READ) : Set.of(READ, WRITE);
  }

  @Override
  public List<String> list() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  @Override
  public StorageFile create(String name) throws IOException {
    return new ChannelFile(path(name), Set.of(READ, WRITE, CREATE, TRUNCATE_EXISTING));
  }

  @Override
  public StorageFile open(String name) throws IOException {
    return new ChannelFile(path(name), access);
  }

  @Override
  public void rename(String from, String to) throws IOException {
    Files.move(path(from), path(to), ATOMIC_MOVE, REPLACE_EXISTING);
  }

  @Override
  public void delete(String name) throws IOException {
    Files.deleteIfExists(path(name));
  }

  @Override
  public void force() throws IOException {
    if (DIRECTORIES_CAN_BE_FORCED) {
      Uninterrupted.run(
          () -> {
            try (FileChannel channel = FileChannel.open(directory, READ)) {
              channel.force(true);
            }
            return null;
          });
    }
  }

  @Override
  public String describe(String name) {
    return path(name).toString();
  }

  private Path path(String name) {
    return directory.resolve(name);
  }
}
