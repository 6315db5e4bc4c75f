package io.isolde.examples.bank.compare;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Several comparisons of the same ways under different loads, as one table.
 *
 * <p>Immutable.
 */
record Sweep(List<Results> comparisons) {

  /** For a page in Markdown; the fastest way with right books stands out in each line. */
  String markdown() {
    List<String> ways = ways();
    StringBuilder table = new StringBuilder();
    table.append(line("computing", "waiting", "writers", "auditors", ways));
    table.append("| ---: ".repeat(4 + ways.size())).append("|\n");
    comparisons.stream()
        .sorted(
            Comparator.comparing(
                Results::load,
                Comparator.comparingInt(Load::auditors)
                    .thenComparingLong(Load::thinkMicros)
                    .thenComparingLong(Load::bodyNanos)
                    .thenComparingInt(Load::writers)))
        .forEach(results -> table.append(line(results, ways)));
    return table.toString();
  }

  private List<String> ways() {
    return comparisons.stream()
        .flatMap(results -> results.rows().stream())
        .map(Row::way)
        .distinct()
        .toList();
  }

  private static String line(Results results, List<String> ways) {
    Load load = results.load();
    Optional<Row> best = Verdict.among(results.rows()).best();
    return line(
        Figures.time(load.bodyNanos()),
        Figures.time(1000 * load.thinkMicros()),
        String.valueOf(load.writers()),
        String.valueOf(load.auditors()),
        ways.stream().map(way -> cell(results, way, best)).toList());
  }

  private static String cell(Results results, String way, Optional<Row> best) {
    return results.rows().stream()
        .filter(row -> row.way().equals(way))
        .findFirst()
        .map(row -> cell(row, best.filter(row::equals).isPresent()))
        .orElse("");
  }

  private static String cell(Row row, boolean isBest) {
    String mark = isBest ? "**" : "";
    return mark
        + Figures.perSecond(row.throughput())
        + mark
        + " · "
        + Figures.time(row.latency().p999());
  }

  private static String line(
      String computing, String waiting, String writers, String auditors, List<String> ways) {
    List<String> cells = new ArrayList<>(List.of(computing, waiting, writers, auditors));
    cells.addAll(ways);
    return cells.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
  }
}
