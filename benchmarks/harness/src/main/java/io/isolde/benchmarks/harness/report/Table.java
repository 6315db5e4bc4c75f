package io.isolde.benchmarks.harness.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A table, for a page in Markdown or for a terminal. Thread-confined. */
public final class Table {
  private final List<List<String>> lines = new ArrayList<>();
  private final int leftAligned;

  private Table(int leftAligned, List<String> headings) {
    this.leftAligned = leftAligned;
    lines.add(headings);
  }

  /** An empty table, all of whose columns are aligned to the left. */
  public static Table of(String... headings) {
    return new Table(headings.length, List.of(headings));
  }

  /** An empty table of figures: all columns but the first are aligned to the right. */
  public static Table ofFigures(String... headings) {
    return new Table(1, List.of(headings));
  }

  /** An empty table of nothing but figures: all columns are aligned to the right. */
  public static Table ofFiguresAlone(String... headings) {
    return new Table(0, List.of(headings));
  }

  /**
   * Adds a row with a cell for each heading.
   *
   * @throws IllegalArgumentException if there are more or fewer cells
   */
  public void row(String... cells) {
    if (cells.length != columns()) {
      throw new IllegalArgumentException(List.of(cells) + " for " + columns() + " columns");
    }
    lines.add(List.of(cells));
  }

  private int columns() {
    return lines.getFirst().size();
  }

  /** The table in Markdown. */
  public String markdown() {
    List<String> rule =
        IntStream.range(0, columns()).mapToObj(i -> i < leftAligned ? "---" : "---:").toList();
    return Stream.concat(Stream.of(lines.getFirst(), rule), lines.subList(1, lines.size()).stream())
        .map(cells -> "| " + String.join(" | ", cells) + " |\n")
        .collect(Collectors.joining());
  }

  /** The table in lines of equal length, for a font of fixed width. */
  public String text() {
    int[] widths = IntStream.range(0, columns()).map(this::width).toArray();
    return lines.stream().map(cells -> text(cells, widths)).collect(Collectors.joining());
  }

  private int width(int column) {
    return lines.stream().mapToInt(cells -> cells.get(column).length()).max().orElse(0);
  }

  private String text(List<String> cells, int[] widths) {
    return IntStream.range(0, widths.length)
        .mapToObj(
            i -> ("%" + (i < leftAligned ? "-" : "") + widths[i] + "s").formatted(cells.get(i)))
        .collect(Collectors.joining("  ", "", "\n"));
  }
}
