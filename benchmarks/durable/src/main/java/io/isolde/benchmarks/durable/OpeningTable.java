package io.isolde.benchmarks.durable;

import io.isolde.benchmarks.durable.OpeningFile.Opened;
import io.isolde.benchmarks.harness.report.Figures;
import io.isolde.benchmarks.harness.report.Table;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The table about opening a store. Thread-confined. */
final class OpeningTable {
  private final Table table =
      Table.of("from", "JVM", "store opened in", "map opened in", "records replayed/s", "sum");

  private OpeningTable() {}

  static String of(OpeningFile file) {
    OpeningTable table = new OpeningTable();
    table.rows(checkpoint(file.fromCheckpoint().getFirst()), file.fromCheckpoint());
    table.rows(journal(file.fromJournal().getFirst()), file.fromJournal());
    return table.table.markdown();
  }

  private static String checkpoint(Opened opened) {
    return "checkpoint of " + Figures.grouped(opened.accounts()) + " entries";
  }

  private static String journal(Opened opened) {
    return "journal of " + Figures.grouped((double) opened.journalRecords()) + " records";
  }

  private void rows(String from, List<Opened> opened) {
    row(from, "fresh", opened.subList(0, 1));
    row(from, "warm", opened.subList(1, opened.size()));
  }

  private void row(String from, String jvm, List<Opened> opened) {
    double records = median(opened, Opened::recordsPerSecond);
    table.row(
        from,
        jvm,
        seconds(median(opened, Opened::storeNanos)),
        seconds(median(opened, Opened::mapNanos)),
        records == 0 ? "" : Figures.grouped(records),
        Figures.checked(opened.stream().allMatch(Opened::right)));
  }

  /** The middle value, or the upper one of the two in the middle. */
  private static double median(List<Opened> opened, ToDoubleFunction<Opened> figure) {
    double[] sorted = opened.stream().mapToDouble(figure).sorted().toArray();
    return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
  }

  private static String seconds(double nanos) {
    return String.format(Locale.ROOT, "%.2f s", nanos / 1e9);
  }
}
