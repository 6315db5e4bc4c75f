package io.isolde.benchmarks.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A table in Markdown. Thread-confined. */
public final class Table {
  private final List<String> lines = new ArrayList<>();
  private final int columns;

  /** An empty table. */
  public Table(String... headings) {
    columns = headings.length;
    row(headings);
    lines.add("| --- ".repeat(columns) + "|");
  }

  /** Adds a row with a cell for each heading. */
  public void row(String... cells) {
    if (cells.length != columns) {
      throw new IllegalArgumentException(Arrays.toString(cells) + " for " + columns + " columns");
    }
    lines.add("| " + String.join(" | ", cells) + " |");
  }

  @Override
  public String toString() {
    return String.join("\n", lines) + "\n";
  }

  /** At least three significant digits from 1 upwards, fewer below; no exponent. */
  public static String number(double value) {
    if (Double.isNaN(value)) {
      return "?";
    }
    double size = Math.abs(value);
    int decimals = size >= 100 || size == 0 ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : 3;
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  static String peer(String name) {
    return name.equals("ISOLDE") ? "**Isolde**" : name.toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
