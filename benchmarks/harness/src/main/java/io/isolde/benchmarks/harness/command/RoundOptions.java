package io.isolde.benchmarks.harness.command;

import io.isolde.benchmarks.harness.rounds.Rounds;
import picocli.CommandLine.Option;

/** The options of every command that measures in rounds: how many, and how long. */
public final class RoundOptions {
  @Option(names = "--warmups", description = "Rounds that do not count (${DEFAULT-VALUE}).")
  private int warmups;

  @Option(names = "--rounds", description = "Rounds that count (${DEFAULT-VALUE}).")
  private int count;

  @Option(
      names = "--round-millis",
      description = "How long each variant works in a round (${DEFAULT-VALUE}).")
  private long millis;

  /** Options whose defaults are those of {@code usual}. */
  public RoundOptions(Rounds usual) {
    warmups = usual.warmups();
    count = usual.count();
    millis = usual.millis();
  }

  /** The rounds that were asked for. */
  public Rounds rounds() {
    return new Rounds(warmups, count, millis);
  }
}
