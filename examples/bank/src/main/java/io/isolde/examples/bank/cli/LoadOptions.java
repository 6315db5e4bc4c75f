package io.isolde.examples.bank.cli;

import io.isolde.benchmarks.sharing.Load;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say what is done to the accounts, and by how many threads. */
final class LoadOptions {
  @Option(
      names = "--accounts",
      paramLabel = "N",
      defaultValue = "1000",
      description = "How many accounts, hot and frozen ones included (default: ${DEFAULT-VALUE}).")
  private int accounts;

  @Option(
      names = "--hot",
      paramLabel = "N",
      defaultValue = "10",
      description = "How many accounts are hot: named by many orders (default: ${DEFAULT-VALUE}).")
  private int hot;

  @Option(
      names = "--hot-percent",
      paramLabel = "N",
      defaultValue = "20",
      description =
          "How many orders of a hundred pay a hot account; as many are paid by one (default:"
              + " ${DEFAULT-VALUE}).")
  private int hotPercent;

  @Option(
      names = "--frozen",
      paramLabel = "N",
      defaultValue = "10",
      description = "How many accounts refuse to be paid (default: ${DEFAULT-VALUE}).")
  private int frozen;

  @Option(
      names = "--writers",
      paramLabel = "N",
      defaultValue = "4",
      description = "Platform threads that carry out orders (default: ${DEFAULT-VALUE}).")
  private int writers;

  @Option(
      names = "--auditors",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Platform threads that sum all balances over and over (default: ${DEFAULT-VALUE}).")
  private int auditors;

  @Mixin private final PaceOption pace = new PaceOption();

  @Option(
      names = "--body-nanos",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "How long every transfer keeps a processor busy between reading and writing, about"
              + " (default: ${DEFAULT-VALUE}).")
  private int bodyNanos;

  @Option(
      names = "--think-micros",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "How long every transfer waits there without a processor, at least (default:"
              + " ${DEFAULT-VALUE}).")
  private int thinkMicros;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Picks one of many lists of orders (default: ${DEFAULT-VALUE}).")
  private long seed;

  Load load() {
    OptionValues.inRange("--accounts", accounts, 2, Integer.MAX_VALUE);
    return new Load(
        accounts,
        OptionValues.inRange("--hot", hot, 0, accounts),
        OptionValues.inRange("--hot-percent", hotPercent, 0, 100),
        OptionValues.inRange("--frozen", frozen, 0, accounts),
        OptionValues.inRange("--writers", writers, 1, Integer.MAX_VALUE),
        OptionValues.inRange("--auditors", auditors, 0, Integer.MAX_VALUE),
        pace.auditsPerSecond(),
        OptionValues.inRange("--body-nanos", bodyNanos, 0, Integer.MAX_VALUE),
        OptionValues.inRange("--think-micros", thinkMicros, 0, Integer.MAX_VALUE),
        seed);
  }
}
