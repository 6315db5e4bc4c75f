package io.isolde.benchmarks.harness.report;

import io.isolde.benchmarks.harness.ping.Label;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * A figure to be reached by a measurement. Immutable.
 *
 * @param <R> the results
 * @param scenario what is measured
 * @param measure the unit of the figure
 * @param atMost whether less is better
 * @param bound the figure
 * @param labels those under which it is to be reached
 * @param figure finds what was measured; not a number if it was not
 */
public record Target<R>(
    String scenario,
    String measure,
    boolean atMost,
    double bound,
    Set<Label> labels,
    ToDoubleFunction<R> figure) {
  private static final Set<Label> COMPARABLE = EnumSet.complementOf(EnumSet.of(Label.MOVED));

  /** A figure that must not be exceeded. */
  public static <R> Target<R> atMost(
      double bound, String measure, String scenario, ToDoubleFunction<R> figure) {
    return new Target<>(scenario, measure, true, bound, COMPARABLE, figure);
  }

  /** A figure that must be reached. */
  public static <R> Target<R> atLeast(
      double bound, String measure, String scenario, ToDoubleFunction<R> figure) {
    return new Target<>(scenario, measure, false, bound, COMPARABLE, figure);
  }

  /** The same under that label alone. */
  public Target<R> under(Label label) {
    return new Target<>(scenario, measure, atMost, bound, Set.of(label), figure);
  }

  /**
   * The table of targets, with what was measured and the verdicts, in Markdown. A target has a row
   * for each label under which its figure was measured.
   *
   * @param results the results with that label, and no others
   */
  public static <R> String table(List<Target<R>> targets, Function<Label, R> results) {
    Table table = Table.of("scenario", "target", "measured", "verdict");
    targets.forEach(target -> target.addTo(table, results));
    return table.markdown();
  }

  private void addTo(Table table, Function<Label, R> results) {
    List<Label> measured = labels.stream().filter(label -> isMeasured(results, label)).toList();
    for (Label label : measured) {
      double value = figure.applyAsDouble(results.apply(label));
      table.row(scenario + label.suffix(), wanted(), Figures.grouped(value), verdict(value));
    }
    if (measured.isEmpty()) {
      String where = labels.size() == 1 ? labels.iterator().next().suffix() : "";
      table.row(scenario + where, wanted(), "", "not measured");
    }
  }

  private boolean isMeasured(Function<Label, R> results, Label label) {
    return !Double.isNaN(figure.applyAsDouble(results.apply(label)));
  }

  private String wanted() {
    return (atMost ? "≤ " : "≥ ") + Figures.grouped(bound) + " " + measure;
  }

  private String verdict(double value) {
    boolean met = atMost ? value <= bound : value >= bound;
    return met ? "met" : "**missed**";
  }
}
