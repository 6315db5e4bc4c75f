package io.isolde.benchmarks.harness.report;

import io.isolde.benchmarks.harness.rounds.Quartiles;
import java.util.Locale;

/** How figures are written in tables. */
public final class Figures {
  private Figures() {}

  /** At least three significant digits from 1 upwards, fewer below; no exponent. */
  public static String number(double value) {
    if (Double.isNaN(value)) {
      return "?";
    }
    double size = Math.abs(value);
    int decimals = size >= 100 || size == 0 ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : 3;
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  /** As {@link #number}, but with commas between thousands from 1000 upwards. */
  public static String grouped(double value) {
    return Math.abs(value) >= 1000
        ? String.format(Locale.ROOT, "%,d", Math.round(value))
        : number(value);
  }

  /** As {@link #grouped}, but nothing for what is not a number. */
  public static String known(double value) {
    return Double.isNaN(value) ? "" : grouped(value);
  }

  /** The median, and the quartiles around it. */
  public static String range(Quartiles figure) {
    return grouped(figure.median())
        + " ("
        + grouped(figure.lower())
        + "–"
        + grouped(figure.upper())
        + ")";
  }

  /** A time in micro- or milliseconds. */
  public static String duration(double nanos) {
    return nanos < 1e6 ? grouped(nanos / 1e3) + " µs" : grouped(nanos / 1e6) + " ms";
  }

  /** Whether what was checked was right; in bold if not. */
  public static String checked(boolean right) {
    return right ? "right" : "**wrong**";
  }
}
