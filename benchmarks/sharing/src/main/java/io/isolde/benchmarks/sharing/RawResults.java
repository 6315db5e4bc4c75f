package io.isolde.benchmarks.sharing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;

/**
 * The raw results of comparisons in a folder, as JSON.
 *
 * <p>Immutable. Its methods read the files, and throw an {@link UncheckedIOException} that names
 * what cannot be read.
 */
record RawResults(Path folder) {
  private static final String ENDING = ".json";

  /** The results of that name. */
  Results named(String name) {
    return read(folder.resolve(name + ENDING));
  }

  /**
   * All results whose names start with the prefix.
   *
   * @throws NoSuchElementException when there are none
   */
  List<Results> startingWith(String prefix) {
    List<Path> files = files(prefix);
    if (files.isEmpty()) {
      throw new NoSuchElementException("%s has no file %s*%s".formatted(folder, prefix, ENDING));
    }
    return files.stream().map(RawResults::read).toList();
  }

  private List<Path> files(String prefix) {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> String.valueOf(file.getFileName()).startsWith(prefix))
          .filter(file -> file.toString().endsWith(ENDING))
          .toList();
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  private static Results read(Path file) {
    try {
      return Results.read(file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static UncheckedIOException unreadable(Path path, IOException cause) {
    return new UncheckedIOException(path + " cannot be read", cause);
  }
}
