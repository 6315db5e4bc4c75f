package io.isolde.examples.bank.compare;

import io.isolde.examples.bank.Texts;
import io.isolde.examples.bank.way.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Puts the same orders through several ways of sharing accounts, in turn.
 *
 * <p>Every way is warmed up before any is measured. Then the ways take turns, and each round starts
 * with a different one, so that none profits from what runs before it. Every round has fresh
 * accounts. Thread-confined, for use once.
 */
final class Comparison {
  private final Load load;
  private final Orders orders;
  private final Schedule schedule;
  private final Consumer<String> progress;
  private final Map<Kind, List<RoundResult>> results = new LinkedHashMap<>();
  private final Map<Kind, String> missing = new LinkedHashMap<>();

  /**
   * A comparison.
   *
   * @param progress receives a line about what comes next
   */
  Comparison(List<Kind> kinds, Load load, Schedule schedule, Consumer<String> progress) {
    this.load = load;
    this.schedule = schedule;
    this.progress = progress;
    orders = new Orders(load);
    kinds.forEach(kind -> results.put(kind, new ArrayList<>()));
  }

  /**
   * Runs the comparison; a way that fails is left out from then on, and the results give the
   * reason.
   */
  Results run() throws InterruptedException {
    List<Kind> kinds = List.copyOf(results.keySet());
    for (Kind kind : kinds) {
      progress.accept("warming up " + kind.name());
      round(kind, schedule.warmUp());
    }
    results.values().forEach(List::clear);
    for (int number = 0; number < schedule.rounds(); number++) {
      progress.accept("round %d of %d".formatted(number + 1, schedule.rounds()));
      for (Kind kind : rotated(kinds, number)) {
        round(kind, schedule.limit());
      }
    }
    return results();
  }

  private static List<Kind> rotated(List<Kind> kinds, int by) {
    return IntStream.range(by, by + kinds.size())
        .mapToObj(i -> kinds.get(i % kinds.size()))
        .toList();
  }

  private void round(Kind kind, Schedule.Limit limit) throws InterruptedException {
    if (missing.containsKey(kind)) {
      return;
    }
    try {
      results(kind).add(new Round(kind, load, orders, limit).run());
    } catch (IllegalArgumentException | ServiceConfigurationError e) {
      missing.put(kind, "not available: " + message(e));
    } catch (RuntimeException e) {
      missing.put(kind, "failed: " + message(e));
    }
  }

  private List<RoundResult> results(Kind kind) {
    return results.computeIfAbsent(kind, k -> new ArrayList<>());
  }

  private static String message(Throwable failure) {
    String message = failure.getMessage();
    return Texts.visible(message == null ? failure.toString() : message);
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
