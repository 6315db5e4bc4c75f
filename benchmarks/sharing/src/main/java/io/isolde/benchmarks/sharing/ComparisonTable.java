package io.isolde.benchmarks.sharing;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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

  /** The table and the sentences for a terminal. */
  public String text() {
    StringBuilder text = new StringBuilder();
    List<List<String>> rows = new ArrayList<>(List.of(HEADINGS));
    results.rows().forEach(row -> rows.add(cells(row)));
    rows.forEach(row -> text.append(aligned(row, widths(rows))).append("\n"));
    text.append("\n");
    sentences().forEach(sentence -> text.append(wrapped(sentence)));
    return text.toString();
  }

  /** The table and the sentences for a page in Markdown. */
  String markdown() {
    StringBuilder page = new StringBuilder();
    page.append(line(HEADINGS));
    page.append("| --- ").append("| ---: ".repeat(HEADINGS.size() - 1)).append("|\n");
    results.rows().forEach(row -> page.append(line(cells(row))));
    page.append("\n");
    sentences().forEach(sentence -> page.append("- ").append(sentence).append("\n"));
    return page.toString();
  }

  private static String line(List<String> cells) {
    return cells.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
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

  private static String moneyAstray(Row row) {
    String lost = row.lost() > 0 ? "-" + Figures.grouped(row.lost()) : "";
    String created = row.created() > 0 ? "+" + Figures.grouped(row.created()) : "";
    return lost.isEmpty() && created.isEmpty() ? "0" : (lost + " " + created).strip();
  }

  private static int[] widths(List<List<String>> rows) {
    return IntStream.range(0, HEADINGS.size())
        .map(column -> rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0))
        .toArray();
  }

  private static String aligned(List<String> cells, int[] widths) {
    return IntStream.range(0, widths.length)
        .mapToObj(i -> ("%" + (i == 0 ? "-" : "") + widths[i] + "s").formatted(cells.get(i)))
        .collect(Collectors.joining("  "));
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
