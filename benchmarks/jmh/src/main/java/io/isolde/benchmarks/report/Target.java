package io.isolde.benchmarks.report;

import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * A figure to be reached by a measurement.
 *
 * @param scenario the scenario that is measured
 * @param measure what is measured
 * @param atMost whether less is better
 * @param bound the figure
 * @param figure finds what was measured
 */
record Target(
    String scenario,
    String measure,
    boolean atMost,
    double bound,
    Function<RawResults, OptionalDouble> figure) {

  String wanted() {
    return (atMost ? "≤ " : "≥ ") + Table.number(bound) + " " + measure;
  }

  String verdict(double measured) {
    boolean met = atMost ? measured <= bound : measured >= bound;
    return met ? "met" : "**missed**";
  }
}
