package io.isolde.examples.bank.cli;

import io.isolde.benchmarks.sharing.Schedule;
import io.isolde.benchmarks.sharing.Schedule.Limit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how often and for how long each way runs. */
final class ScheduleOptions {
  private static final int DEFAULT_MILLIS = 1000;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "How many rounds each way has (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--millis",
      paramLabel = "N",
      description =
          "How long a round is (default: "
              + DEFAULT_MILLIS
              + ", but with --orders as long as they take).")
  private @Nullable Integer millis;

  @Option(
      names = "--orders",
      paramLabel = "N",
      description = "How many orders a round has at most (default: as many as there is time for).")
  private @Nullable Integer orders;

  @Option(
      names = "--warm-up-millis",
      paramLabel = "N",
      defaultValue = "1000",
      description =
          "How long each way runs without being looked at, before the first round (default:"
              + " ${DEFAULT-VALUE}).")
  private int warmUpMillis;

  Schedule schedule() {
    return new Schedule(
        OptionValues.inRange("--rounds", rounds, 1, Integer.MAX_VALUE),
        OptionValues.inRange("--warm-up-millis", warmUpMillis, 0, Integer.MAX_VALUE),
        new Limit(ordersMax(), millis()));
  }

  private long ordersMax() {
    return orders == null
        ? Long.MAX_VALUE
        : OptionValues.inRange("--orders", orders, 1, Integer.MAX_VALUE);
  }

  private long millis() {
    if (millis == null) {
      return orders == null ? DEFAULT_MILLIS : Long.MAX_VALUE;
    }
    return OptionValues.inRange("--millis", millis, 1, Integer.MAX_VALUE);
  }
}
