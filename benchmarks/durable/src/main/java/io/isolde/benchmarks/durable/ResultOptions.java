package io.isolde.benchmarks.durable;

import io.isolde.benchmarks.rounds.Json;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The options of all commands that measure: where stores and results go. */
class ResultOptions {
  @Spec(Target.MIXEE)
  private CommandSpec command;

  @Option(names = "--out", description = "JSON file to write.")
  private @Nullable Path out;

  @Option(
      names = "--directory",
      description = "Where to put the stores (where temporary files are). They are deleted.")
  private @Nullable Path directory;

  ScratchDirectory scratch() throws IOException {
    return new ScratchDirectory(directory);
  }

  /** What the command was started with. */
  String arguments() {
    return String.join(" ", command.commandLine().getParseResult().originalArgs());
  }

  /** Writes the results, if the options ask for it. */
  void write(Object results) throws IOException {
    if (out != null) {
      Json.MAPPER.writeValue(out.toFile(), results);
    }
  }
}
