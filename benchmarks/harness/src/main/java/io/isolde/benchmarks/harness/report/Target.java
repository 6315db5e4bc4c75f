package io.isolde.benchmarks.harness.report;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A figure to be reached by a measurement. Immutable.
 *
 * @param <R> the results
 * @param scenario what is measured
 * @param measure the unit of the figure
 * @param atMost whether less is better
 * @param bound the figure
 * @param figure finds what was measured; not a number if it was not
 */
public record Target<R>(
    String scenario, String measure, boolean atMost, double bound, ToDoubleFunction<R> figure) {

  /** A figure that must not be exceeded. */
  public static <R> Target<R> atMost(
      double bound, String measure, String scenario, ToDoubleFunction<R> figure) {
    return new Target<>(scenario, measure, true, bound, figure);
  }

  /** A figure that must be reached. */
  public static <R> Target<R> atLeast(
      double bound, String measure, String scenario, ToDoubleFunction<R> figure) {
    return new Target<>(scenario, measure, false, bound, figure);
  }

  /** The table of targets, with what was measured and the verdicts, in Markdown. */
  public static <R> String table(List<Target<R>> targets, R results) {
    Table table = Table.of("scenario", "target", "measured", "verdict");
    for (Target<R> target : targets) {
      double measured = target.figure.applyAsDouble(results);
      table.row(
          target.scenario, target.wanted(), Figures.known(measured), target.verdict(measured));
    }
    return table.markdown();
  }

  private String wanted() {
    return (atMost ? "≤ " : "≥ ") + Figures.grouped(bound) + " " + measure;
  }

  private String verdict(double measured) {
    if (Double.isNaN(measured)) {
      return "not measured";
    }
    boolean met = atMost ? measured <= bound : measured >= bound;
    return met ? "met" : "**missed**";
  }
}
