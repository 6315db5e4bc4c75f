package io.isolde.benchmarks.harness.report;

import io.isolde.benchmarks.harness.rounds.Sample;
import io.isolde.benchmarks.harness.rounds.Series;
import java.util.List;

/** What workloads did, for a terminal: medians over rounds. */
public final class SeriesTable {
  private SeriesTable() {}

  /** The table, in lines. */
  public static String text(List<Series> all) {
    Table table =
        Table.ofFigures(
            "workload", "threads", "kind", "operations/s", "CPU", "99.9 %", "longest", "answers");
    for (Series series : all) {
      table.row(
          series.name(),
          String.valueOf(series.threads()),
          series.virtual() ? "virtual" : "platform",
          Figures.grouped(series.figure(Sample::rate).median()),
          Figures.duration(series.figure(Sample::cpuNanosPerOperation).median()),
          Figures.duration(series.figure(Sample::p999Nanos).median()),
          Figures.duration(series.figure(Sample::maxNanos).median()),
          Figures.checked(series.right()));
    }
    return table.text();
  }
}
