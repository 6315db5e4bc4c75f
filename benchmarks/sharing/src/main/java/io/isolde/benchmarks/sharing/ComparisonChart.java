package io.isolde.benchmarks.sharing;

import io.isolde.benchmarks.harness.report.BarChart;
import io.isolde.benchmarks.harness.report.BarChart.Bar;
import io.isolde.benchmarks.harness.report.BarChart.Panel;
import java.awt.Color;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;

/**
 * A comparison as a chart: the throughput of each strategy, and the latency that one order in a
 * thousand exceeds, both on logarithmic scales.
 *
 * <p>Immutable.
 */
public record ComparisonChart(Results results) {
  private static final Color RIGHT = new Color(0x00, 0x72, 0xB2);
  private static final Color WRONG = new Color(0xD5, 0x5E, 0x00);
  private static final String LEGEND =
      "blue: the books were right all the time;  orange: audits were wrong, or money was lost or"
          + " created";

  /** The chart as a PNG file. */
  public byte[] png() {
    List<Bar> bars = results.rows().stream().map(ComparisonChart::bar).toList();
    return new BarChart(title(), LEGEND, bars, List.of(throughput(), latency())).png();
  }

  private String title() {
    Load load = results.load();
    return "%s, %s, %s, %s in a transfer"
        .formatted(
            Figures.counted(load.accounts(), "account"),
            Figures.counted(load.writers(), "writer"),
            Figures.counted(load.auditors(), "auditor"),
            Figures.time(load.bodyNanos() + 1000 * load.thinkMicros()));
  }

  private static Bar bar(Row row) {
    return new Bar(row.title() + ": " + row.strategy(), row.isRight() ? RIGHT : WRONG);
  }

  private Panel throughput() {
    return panel("orders per second", Row::throughput, Figures::perSecond);
  }

  private Panel latency() {
    return panel(
        "99.9 % of the orders took less than",
        row -> row.latency().p999(), nanos -> Figures.time(Math.round(nanos)));
  }

  private Panel panel(String title, ToDoubleFunction<Row> figure, DoubleFunction<String> text) {
    return new Panel(title, results.rows().stream().mapToDouble(figure).boxed().toList(), text);
  }
}
