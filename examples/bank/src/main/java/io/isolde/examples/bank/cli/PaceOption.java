package io.isolde.examples.bank.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that says how often auditors audit. */
final class PaceOption {
  @Option(
      names = "--audits-per-second",
      paramLabel = "N",
      description =
          "How many audits each auditor makes per second, at fixed times; late ones are made as"
              + " soon as possible (default: one after the other, without pause).")
  private @Nullable Integer auditsPerSecond;

  /** The rate, or 0 for audits without pause. */
  int auditsPerSecond() {
    return auditsPerSecond == null
        ? 0
        : OptionValues.inRange("--audits-per-second", auditsPerSecond, 1, Integer.MAX_VALUE);
  }
}
