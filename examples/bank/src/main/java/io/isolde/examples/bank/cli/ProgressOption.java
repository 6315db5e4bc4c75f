package io.isolde.examples.bank.cli;

import io.isolde.examples.bank.csv.Source;
import io.isolde.examples.bank.run.Progress;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;

/** The option that shows or hides the progress bar. */
final class ProgressOption {
  @Option(
      names = "--progress",
      negatable = true,
      description = "Shows a progress bar, or not. Without this: when the output is a terminal.")
  private @Nullable Boolean wanted;

  boolean isShown() {
    return wanted == null ? Ansi.AUTO.enabled() : wanted;
  }

  /** Where progress is shown. */
  Progress.Display display() {
    return isShown() ? ProgressOption::show : Progress.Display.NONE;
  }

  private static Progress show(String task, Source source, Supplier<String> remark) {
    return ProgressLine.show(task, source.sizeBytes(), remark, System.err);
  }
}
