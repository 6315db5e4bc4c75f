package io.isolde.benchmarks.sharing;

import io.isolde.benchmarks.harness.report.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A comparison as a table, with sentences about each strategy.
 *
 * <p>Immutable.
 */
public record ComparisonTable(Results results) {
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
    Table table =
        Table.ofFigures(
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
    results.rows().forEach(row -> addTo(table, row));
    return table;
  }

  private static void addTo(Table table, Row row) {
    table.row(
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
