package io.isolde.examples.bank.run;

import io.isolde.examples.bank.ledger.Outcome;
import java.util.EnumMap;
import java.util.Map;

/**
 * How many orders and other lines there are in a file, or in a part of it.
 *
 * <p>Immutable.
 *
 * @param outcomes how many orders ended in which way
 * @param malformed how many lines are malformed
 */
public record Totals(Map<Outcome, Long> outcomes, long malformed) {
  static final Totals NONE = new Totals(Map.of(), 0);

  /** These and those together. */
  Totals plus(Totals other) {
    Map<Outcome, Long> sums = new EnumMap<>(Outcome.class);
    sums.putAll(outcomes);
    other.outcomes.forEach((outcome, count) -> sums.merge(outcome, count, Long::sum));
    return new Totals(sums, malformed + other.malformed);
  }
}
