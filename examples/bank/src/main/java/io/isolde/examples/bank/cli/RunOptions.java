package io.isolde.examples.bank.cli;

import io.isolde.examples.bank.run.RunSettings;
import java.time.Duration;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say how a run is carried out. */
final class RunOptions {
  @Option(
      names = "--writers",
      paramLabel = "N",
      defaultValue = "8",
      description = "Threads that apply orders (default: ${DEFAULT-VALUE}).")
  private int writers;

  @Option(
      names = "--auditors",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Platform threads that sum all balances over and over meanwhile (default:"
              + " ${DEFAULT-VALUE}).")
  private int auditors;

  @Mixin private final PaceOption pace = new PaceOption();

  @Option(
      names = "--platform-threads",
      description = "Uses platform threads as writers, instead of virtual ones.")
  private boolean platformThreads;

  @Option(
      names = "--think-millis",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "How long each order ponders inside its transaction, which makes transactions overlap"
              + " (default: ${DEFAULT-VALUE}).")
  private int thinkMillis;

  @Option(
      names = "--max-malformed-shown",
      paramLabel = "N",
      defaultValue = "10",
      description = "How many malformed lines are listed (default: ${DEFAULT-VALUE}).")
  private int malformedShown;

  @Mixin private final ProgressOption progress = new ProgressOption();

  RunSettings settings() {
    return new RunSettings(
        OptionValues.inRange("--writers", writers, 1, Integer.MAX_VALUE),
        OptionValues.inRange("--auditors", auditors, 0, Integer.MAX_VALUE),
        pace.auditsPerSecond(),
        platformThreads,
        progress.display(),
        OptionValues.inRange("--max-malformed-shown", malformedShown, 0, Integer.MAX_VALUE));
  }

  Duration thinkTime() {
    return Duration.ofMillis(
        OptionValues.inRange("--think-millis", thinkMillis, 0, Integer.MAX_VALUE));
  }
}
