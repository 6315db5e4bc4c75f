package io.isolde.benchmarks.harness.command;

import io.isolde.benchmarks.harness.raw.Json;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The options of every command that measures: where the results go. Thread-confined. */
public final class ResultOptions {
  @Spec(Target.MIXEE)
  private CommandSpec command;

  @Option(names = "--out", description = "JSON file to write.")
  private @Nullable Path out;

  /** What the command was started with. */
  public String arguments() {
    return String.join(" ", command.commandLine().getParseResult().originalArgs());
  }

  /** Writes the results, if the options ask for it. */
  public void write(Object results) throws IOException {
    if (out != null) {
      Json.write(out, results);
    }
  }
}
