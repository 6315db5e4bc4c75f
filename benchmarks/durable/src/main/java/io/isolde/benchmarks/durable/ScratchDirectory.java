package io.isolde.benchmarks.durable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A directory that is deleted, with all its contents, when it is closed. Thread-confined. */
final class ScratchDirectory implements AutoCloseable {
  private final Path path;

  /** Creates one in {@code parent}, or where temporary files are if that is null. */
  ScratchDirectory(@Nullable Path parent) throws IOException {
    String prefix = "isolde-durable";
    path =
        parent == null
            ? Files.createTempDirectory(prefix)
            : Files.createTempDirectory(Files.createDirectories(parent), prefix);
  }

  /** The path of that name in this directory. */
  Path resolve(String name) {
    return path.resolve(name);
  }

  @Override
  public void close() throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> files = Files.walk(path)) {
      deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : deepestFirst) {
      Files.delete(file);
    }
  }
}
