package io.isolde.benchmarks.durable;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of all commands that measure: where the stores go. */
final class StoreOptions {
  @Option(
      names = "--directory",
      description = "Where to put the stores (where temporary files are). They are deleted.")
  private @Nullable Path directory;

  /** A new directory for stores. */
  ScratchDirectory scratch() throws IOException {
    return new ScratchDirectory(directory);
  }
}
