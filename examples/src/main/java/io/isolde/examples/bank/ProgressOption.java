package io.isolde.examples.bank;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;

/** The option that shows or hides the progress bar. */
public final class ProgressOption {
  @Option(
      names = "--progress",
      negatable = true,
      description = "Shows a progress bar, or not. Without this: when the output is a terminal.")
  private @Nullable Boolean wanted;

  public boolean isShown() {
    return wanted == null ? Ansi.AUTO.enabled() : wanted;
  }
}
