package io.isolde.benchmarks.harness.report;

import io.isolde.benchmarks.harness.ping.Label;
import io.isolde.benchmarks.harness.rounds.Sample;
import io.isolde.benchmarks.harness.rounds.Series;
import java.util.List;

/** What workloads did, for a terminal: medians over the rounds of each label. */
public final class SeriesTable {
  private SeriesTable() {}

  /** The table, in lines. */
  public static String text(List<Series> all) {
    Table table =
        Table.ofFigures(
            "workload", "threads", "kind", "operations/s", "CPU", "99.9 %", "longest", "answers");
    for (Series series : all) {
      if (series.labels().isEmpty()) {
        addUnlabelled(table, series);
      }
      series.labels().forEach(label -> addTo(table, series, label));
    }
    return table.text();
  }

  /** Where no round has a figure, whether the answers were right is told nevertheless. */
  private static void addUnlabelled(Table table, Series series) {
    table.row(
        series.name() + Label.MOVED.suffix(),
        String.valueOf(series.threads()),
        series.virtual() ? "virtual" : "platform",
        "",
        "",
        "",
        "",
        Figures.checked(series.right()));
  }

  private static void addTo(Table table, Series series, Label label) {
    table.row(
        series.name() + label.suffix(),
        String.valueOf(series.threads()),
        series.virtual() ? "virtual" : "platform",
        Figures.grouped(series.figure(label, Sample::rate).median()),
        Figures.duration(series.figure(label, Sample::cpuNanosPerOperation).median()),
        Figures.duration(series.figure(label, Sample::p999Nanos).median()),
        Figures.duration(series.figure(label, Sample::maxNanos).median()),
        Figures.checked(series.right()));
  }
}
