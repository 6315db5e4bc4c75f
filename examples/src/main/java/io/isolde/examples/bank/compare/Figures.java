package io.isolde.examples.bank.compare;

import io.isolde.examples.bank.Texts;
import java.util.Locale;

/** How measured figures appear in tables, charts and sentences. */
final class Figures {

  private Figures() {}

  /** A rate, with thousands apart. */
  static String perSecond(double rate) {
    return Texts.grouped(Math.round(rate));
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

  /** How many times as much one is as the other. */
  static String times(double ratio) {
    return significant(ratio) + " times";
  }

  /** A part of a whole, of a hundred. */
  static String percent(long part, long whole) {
    return significant(100.0 * part / Math.max(1, whole)) + " %";
  }

  /** At least two significant digits. */
  private static String significant(double value) {
    int decimals = value >= 10 || value == 0 ? 0 : value >= 1 ? 1 : value >= 0.1 ? 2 : 3;
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }
}
