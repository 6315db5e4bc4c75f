package io.isolde.benchmarks.durable;

import java.util.function.ToDoubleFunction;

/**
 * A figure to be reached. Immutable.
 *
 * @param what the scenario
 * @param measure what is measured
 * @param atMost whether less is better
 * @param bound the figure
 * @param figure finds what was measured; not a number if it was not
 */
record Target(
    String what,
    String measure,
    boolean atMost,
    double bound,
    ToDoubleFunction<RawResults> figure) {

  String wanted() {
    return (atMost ? "≤ " : "≥ ") + Tables.number(bound) + " " + measure;
  }

  String verdict(double measured) {
    if (Double.isNaN(measured)) {
      return "not measured";
    }
    boolean met = atMost ? measured <= bound : measured >= bound;
    return met ? "met" : "**missed**";
  }
}
