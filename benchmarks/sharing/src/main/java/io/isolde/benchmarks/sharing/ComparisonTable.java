package io.isolde.benchmarks.sharing;

import io.isolde.benchmarks.harness.ping.Label;
import io.isolde.benchmarks.harness.report.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A comparison as a table, with sentences about each strategy.
 *
 * <p>Immutable.
 */
public record ComparisonTable(Results results) {
  private static final List<String> HEADINGS =
      List.of(
          "way",
          "orders/s",
          "p50",
          "p99",
          "p99.9",
          "longest",
          "conflicts",
          "paid back",
          "audits",
          "wrong audits",
          "money astray",
          "threads left");

  private static final List<String> LABELLED = List.of("near, orders/s", "far", "slower writer");

  /** The table and the sentences for a terminal. */
  public String text() {
    return table().text()
        + "\n"
        + sentences().stream().map(ComparisonTable::wrapped).collect(Collectors.joining());
  }

  /** The table and the sentences for a page in Markdown. */
  String markdown() {
    return table().markdown()
        + "\n"
        + sentences().stream()
            .map(sentence -> "- " + sentence + "\n")
            .collect(Collectors.joining());
  }

  private Table table() {
    boolean labelled = results.rows().stream().anyMatch(row -> !row.pings().isEmpty());
    Table table = Table.ofFigures(cells(HEADINGS, labelled, LABELLED));
    results.rows().forEach(row -> table.row(cells(cells(row), labelled, labelledCells(row))));
    return table;
  }

  private static String[] cells(List<String> cells, boolean labelled, List<String> more) {
    return Stream.concat(cells.stream(), labelled ? more.stream() : Stream.of())
        .toArray(String[]::new);
  }

  private static List<String> cells(Row row) {
    return List.of(
        row.strategy(),
        Figures.perSecond(row.throughput()),
        Figures.time(row.latency().p50()),
        Figures.time(row.latency().p99()),
        Figures.time(row.latency().p999()),
        Figures.time(row.latency().max()),
        Figures.grouped(row.conflicts()),
        Figures.grouped(row.paidBack()),
        Figures.grouped(row.audits()),
        Figures.grouped(row.inconsistentAudits()),
        moneyAstray(row),
        Figures.grouped(row.threadsLeft()));
  }

  /** Orders per second while the processors were near, and far; the least share of a writer. */
  private static List<String> labelledCells(Row row) {
    return List.of(
        perSecond(row, Label.NEAR),
        perSecond(row, Label.FAR),
        Figures.percent(Math.round(1000 * row.leastSlowerShare()), 1000));
  }

  private static String perSecond(Row row, Label label) {
    double throughput = row.throughput(label);
    return Double.isNaN(throughput) ? "" : Figures.perSecond(throughput);
  }

  private static String moneyAstray(Row row) {
    String lost = row.lost() > 0 ? "-" + Figures.grouped(row.lost()) : "";
    String created = row.created() > 0 ? "+" + Figures.grouped(row.created()) : "";
    return lost.isEmpty() && created.isEmpty() ? "0" : (lost + " " + created).strip();
  }

  /** What the measurements show about each strategy, and why some strategies have none. */
  private List<String> sentences() {
    Verdict verdict = Verdict.among(results.rows());
    List<String> sentences = new ArrayList<>();
    results
        .rows()
        .forEach(
            row ->
                sentences.add(
                    "%s (%s): %s".formatted(row.strategy(), row.title(), verdict.of(row))));
    results
        .missing()
        .forEach(
            missing ->
                sentences.add(
                    "%s (%s): %s"
                        .formatted(missing.strategy(), missing.title(), missing.reason())));
    return sentences;
  }

  /** The sentence in lines of a terminal's width, all but the first indented. */
  private static String wrapped(String sentence) {
    return sentence.replaceAll("(.{1,76})(?: +|$)", "$1\n  ").stripTrailing() + "\n";
  }
}
