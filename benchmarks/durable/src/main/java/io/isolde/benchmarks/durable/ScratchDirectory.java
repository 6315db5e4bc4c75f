package io.isolde.benchmarks.durable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A directory that is gone when it is closed, with all that is in it. Thread-confined. */
final class ScratchDirectory implements AutoCloseable {
  private final Path path;

  /** Makes one in {@code parent}, or where temporary files are. */
  ScratchDirectory(@Nullable Path parent) throws IOException {
    String prefix = "isolde-durable";
    path =
        parent == null
            ? Files.createTempDirectory(prefix)
            : Files.createTempDirectory(Files.createDirectories(parent), prefix);
  }

  /** What would be there under this name. */
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
