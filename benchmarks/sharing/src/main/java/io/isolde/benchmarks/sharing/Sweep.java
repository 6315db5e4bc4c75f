package io.isolde.benchmarks.sharing;

import io.isolde.benchmarks.harness.report.Table;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Several comparisons of the same strategies under different loads, as one table.
 *
 * <p>Immutable.
 */
record Sweep(List<Results> comparisons) {
  private static final Comparator<Load> ORDER =
      Comparator.comparingInt(Load::accounts)
          .thenComparingInt(Load::auditors)
          .thenComparingInt(Load::auditsPerSecond)
          .thenComparingInt(Load::writers)
          .thenComparingLong(Load::thinkMicros)
          .thenComparingLong(Load::bodyNanos);

  private static final List<Condition> CONDITIONS =
      List.of(
          new Condition("processors", results -> "" + results.machine().processors()),
          new Condition("accounts", results -> Figures.grouped(results.load().accounts())),
          new Condition("writers", results -> "" + results.load().writers()),
          new Condition("auditors", Sweep::auditors),
          new Condition("computing", results -> Figures.time(results.load().bodyNanos())),
          new Condition("waiting", results -> Figures.time(1000 * results.load().thinkMicros())));

  /** A condition that may differ from one comparison to another. */
  private record Condition(String name, Function<Results, String> value) {}

  Sweep {
    comparisons =
        comparisons.stream()
            .sorted(
                Comparator.<Results>comparingInt(results -> results.machine().processors())
                    .thenComparing(Results::load, ORDER))
            .toList();
  }

  /** The table for a page in Markdown; each line marks the fastest strategy with right books. */
  String markdown() {
    List<Condition> columns = CONDITIONS.stream().filter(this::varies).toList();
    List<String> strategies = strategies();
    Table table =
        Table.ofFiguresAlone(cells(columns.stream().map(Condition::name), strategies.stream()));
    comparisons.forEach(results -> table.row(line(results, columns, strategies)));
    return constants() + table.markdown();
  }

  private static String auditors(Results results) {
    Load load = results.load();
    return load.auditors() + Conditions.pace(load, " at %s/s");
  }

  private boolean varies(Condition condition) {
    return comparisons.stream().map(condition.value()).distinct().count() > 1;
  }

  /** The conditions that are the same in all lines. */
  private String constants() {
    return CONDITIONS.stream()
        .filter(Predicate.not(this::varies))
        .map(same -> same.name() + " " + same.value().apply(comparisons.getFirst()))
        .collect(Collectors.joining(", ", "In all lines: ", ".\n\n"));
  }

  private List<String> strategies() {
    return comparisons.stream()
        .flatMap(results -> results.rows().stream())
        .map(Row::strategy)
        .distinct()
        .toList();
  }

  private static String[] line(Results results, List<Condition> columns, List<String> strategies) {
    Optional<Row> best = Verdict.among(results.rows()).best();
    return cells(
        columns.stream().map(column -> column.value().apply(results)),
        strategies.stream().map(strategy -> cell(results, strategy, best)));
  }

  private static String[] cells(Stream<String> conditions, Stream<String> figures) {
    return Stream.concat(conditions, figures).toArray(String[]::new);
  }

  private static String cell(Results results, String strategy, Optional<Row> best) {
    return results.rows().stream()
        .filter(row -> row.strategy().equals(strategy))
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
}
