package io.isolde.benchmarks.sharing;

import java.util.Locale;

/** Formats measured figures for tables, charts and sentences. */
final class Figures {

  private Figures() {}

  /** A rate, with commas between thousands. */
  static String perSecond(double rate) {
    return grouped(Math.round(rate));
  }

  /** A number, with commas between thousands. */
  static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** A number and a noun, in the plural unless the number is one. */
  static String counted(long number, String noun) {
    return grouped(number) + " " + noun + (number == 1 ? "" : "s");
  }

  /** A time, with the unit that suits it. */
  static String time(long nanos) {
    if (nanos < 1e3) {
      return nanos + " ns";
    }
    if (nanos < 1e6) {
      return significant(nanos / 1e3) + " µs";
    }
    return nanos < 1e9 ? significant(nanos / 1e6) + " ms" : significant(nanos / 1e9) + " s";
  }

  /** A ratio in words, for example {@code 2.5 times}. */
  static String times(double ratio) {
    return significant(ratio) + " times";
  }

  /** A part of a whole, as a percentage. */
  static String percent(long part, long whole) {
    return significant(100.0 * part / Math.max(1, whole)) + " %";
  }

  /** At least two significant digits from 0.01 upwards, and at most three decimals. */
  private static String significant(double value) {
    int decimals = value >= 10 || value == 0 ? 0 : value >= 1 ? 1 : value >= 0.1 ? 2 : 3;
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }
}
