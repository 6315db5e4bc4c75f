package io.isolde.benchmarks.sharing;

import io.isolde.benchmarks.harness.raw.Machine;
import io.isolde.examples.sharing.StrategyFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Puts the same orders through several strategies of sharing accounts, in turn.
 *
 * <p>Every strategy is warmed up before any is measured. Then the strategies take turns, and each
 * round starts with a different one, so that none profits from what runs before it. Every round has
 * fresh accounts. Thread-confined, for use once.
 */
public final class Comparison {
  private final Load load;
  private final Orders orders;
  private final Schedule schedule;
  private final Consumer<String> progress;
  private final Map<StrategyFactory, List<RoundResult>> results = new LinkedHashMap<>();
  private final Map<StrategyFactory, String> missing = new LinkedHashMap<>();

  /**
   * A comparison.
   *
   * @param progress receives a line about what comes next
   */
  public Comparison(
      List<StrategyFactory> strategies, Load load, Schedule schedule, Consumer<String> progress) {
    this.load = load;
    this.schedule = schedule;
    this.progress = progress;
    orders = new Orders(load);
    strategies.forEach(strategy -> results.put(strategy, new ArrayList<>()));
  }

  /**
   * Runs the comparison; a strategy that fails is left out from then on, and the results give the
   * reason.
   */
  public Results run() throws InterruptedException {
    List<StrategyFactory> strategies = List.copyOf(results.keySet());
    for (StrategyFactory strategy : strategies) {
      progress.accept("warming up " + strategy.name());
      round(strategy, schedule.warmUp());
    }
    results.values().forEach(List::clear);
    for (int number = 0; number < schedule.rounds(); number++) {
      progress.accept("round %d of %d".formatted(number + 1, schedule.rounds()));
      for (StrategyFactory strategy : rotated(strategies, number)) {
        round(strategy, schedule.limit());
      }
    }
    return results();
  }

  private static List<StrategyFactory> rotated(List<StrategyFactory> strategies, int by) {
    return IntStream.range(by, by + strategies.size())
        .mapToObj(i -> strategies.get(i % strategies.size()))
        .toList();
  }

  private void round(StrategyFactory strategy, Schedule.Limit limit) throws InterruptedException {
    if (missing.containsKey(strategy)) {
      return;
    }
    try {
      results(strategy).add(new Round(strategy, load, orders, limit).run());
    } catch (IllegalArgumentException | ServiceConfigurationError e) {
      missing.put(strategy, "not available: " + message(e));
    } catch (RuntimeException e) {
      missing.put(strategy, "failed: " + message(e));
    }
  }

  private List<RoundResult> results(StrategyFactory strategy) {
    return results.computeIfAbsent(strategy, k -> new ArrayList<>());
  }

  /** What the failure says, on one line. */
  private static String message(Throwable failure) {
    String message = failure.getMessage();
    return (message == null ? failure.toString() : message).replaceAll("\\p{Cntrl}", "?");
  }

  private Results results() {
    List<Row> rows =
        results.entrySet().stream()
            .filter(entry -> !missing.containsKey(entry.getKey()))
            .map(entry -> Row.of(entry.getKey(), entry.getValue()))
            .toList();
    List<Results.Missing> reasons =
        missing.entrySet().stream()
            .map(entry -> Results.Missing.of(entry.getKey(), entry.getValue()))
            .toList();
    return new Results(Machine.present(), load, schedule, rows, reasons);
  }
}
