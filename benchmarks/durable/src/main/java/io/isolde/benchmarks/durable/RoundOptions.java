package io.isolde.benchmarks.durable;

import io.isolde.benchmarks.durable.rounds.LegResult;
import io.isolde.benchmarks.durable.rounds.Rounds;
import io.isolde.benchmarks.durable.rounds.RoundsFile;
import io.isolde.benchmarks.durable.rounds.Shift;
import io.isolde.benchmarks.report.Table;
import io.isolde.benchmarks.rounds.Machine;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Option;

/** The options of all commands that measure in rounds. */
final class RoundOptions extends ResultOptions {
  @Option(
      names = "--warmups",
      defaultValue = "5",
      description = "Rounds that do not count (${DEFAULT-VALUE}).")
  private int warmups;

  @Option(
      names = "--rounds",
      defaultValue = "15",
      description = "Rounds that count (${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--round-millis",
      defaultValue = "500",
      description = "How long each leg works in a round (${DEFAULT-VALUE}).")
  private long millis;

  Rounds rounds() {
    return new Rounds(warmups, rounds, millis);
  }

  /** Prints the results, and writes them if the options ask for it. */
  void publish(int accounts, List<LegResult> legs) throws IOException {
    print(legs);
    write(new RoundsFile(Machine.present(), arguments(), accounts, rounds(), legs));
  }

  /** Prints results. */
  static void print(List<LegResult> legs) {
    for (LegResult leg : legs) {
      System.out.printf(
          "%-16s %3d %-8s %10s/s  %8s ns CPU  p99.9 %10s µs  longest %10s µs%s%n",
          leg.name(),
          leg.threads(),
          leg.virtual() ? "virtual" : "platform",
          Table.number(leg.figure(Shift::rate).median()),
          Table.number(leg.figure(Shift::cpuNanosPerOperation).median()),
          Table.number(leg.figure(Shift::p999Nanos).median() / 1e3),
          Table.number(leg.figure(Shift::maxNanos).median() / 1e3),
          leg.right() ? "" : "  WRONG");
    }
  }
}
