package io.isolde.benchmarks.durable;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * Measures durable stores.
 *
 * <p>{@code mvn -q -pl benchmarks/durable -am compile exec:exec -Ddurable.args="commits --out
 * docs/durability/raw/commits.json"}
 */
@Command(
    name = "durable",
    mixinStandardHelpOptions = true,
    description = "Measures durable stores.",
    subcommands = {
      Commits.class,
      CpuCost.class,
      Pauses.class,
      Opening.class,
      Large.class,
      Report.class
    })
public final class Durable {
  private Durable() {}

  public static void main(String[] args) {
    System.exit(run(args));
  }

  /** Runs a command, and says how it ended: 0 if it went well. */
  static int run(String... args) {
    return new CommandLine(new Durable()).setCaseInsensitiveEnumValuesAllowed(true).execute(args);
  }
}
