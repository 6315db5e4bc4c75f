package io.isolde.benchmarks.durable;

import static io.isolde.benchmarks.harness.report.Figures.grouped;

import io.isolde.benchmarks.durable.LargeFile.Reopened;
import io.isolde.benchmarks.durable.LargeFile.Worked;
import io.isolde.benchmarks.harness.ping.Label;
import io.isolde.benchmarks.harness.report.Figures;
import io.isolde.benchmarks.harness.report.Table;
import io.isolde.benchmarks.harness.rounds.Sample;
import io.isolde.benchmarks.harness.rounds.Series;

/** The table about a store that is larger than the heap. Thread-confined. */
final class LargeTable {
  private static final double SECOND = 1e9;
  private static final double MEBI = 1 << 20;

  private final LargeFile file;
  private final Table table = Table.of("what", "`chronicle:`", "plain Chronicle Map");

  private LargeTable(LargeFile file) {
    this.file = file;
  }

  static String of(LargeFile file) {
    return new LargeTable(file).render();
  }

  private String render() {
    work(file.worked());
    files(file.worked());
    reopening(file.reopened());
    ours("heap after any collection, at most", mebibytes(file.heap().most()));
    ours("heap after a full one, at most", mebibytes(file.heap().mostAfterFull()));
    ours("sum, before closing and after opening", Figures.checked(file.right()));
    return table.markdown();
  }

  private void work(Worked worked) {
    String plainLoad = entriesPerSecond(worked.plainLoadNanos());
    table.row("entries loaded/s", entriesPerSecond(worked.loadNanos()), plainLoad);
    table.row("ns per lookup", lookup(worked.gets().getFirst()), lookup(worked.gets().getLast()));
    ours("lookups, × plain", Figures.range(worked.getsOverPlain()));
    Series transfers = worked.transfers();
    ours("transfers/s, of all rounds together", grouped(rate(transfers)));
    ours("transfers/s, in a round", Figures.range(transfers.figure(Label.NONE, Sample::rate)));
    ours("the longest", DurableTables.longest(transfers, Label.NONE));
    ours("snapshot of everything, entries/s", entriesPerSecond(worked.snapshotNanos()));
  }

  private static String lookup(Series series) {
    return Figures.range(series.figure(Label.NONE, Sample::nanosPerOperation));
  }

  /**
   * The rate of all rounds together. A round that long waits prolong counts with its full length.
   */
  private static double rate(Series series) {
    double operations = series.rounds().stream().mapToLong(Sample::operations).sum();
    return SECOND * operations / series.rounds().stream().mapToLong(Sample::wallNanos).sum();
  }

  private void files(Worked worked) {
    ours("checkpoint", seconds(worked.checkpointNanos()));
    ours("close", seconds(worked.closeNanos()));
    table.row("on disk", mebibytes(worked.diskBytes()), mebibytes(worked.plainDiskBytes()));
  }

  private void reopening(Reopened reopened) {
    ours("opened, and the first value read", seconds(reopened.firstGetNanos()));
    ours("the same from the start of the JVM", seconds(reopened.startedNanos()));
    ours("snapshot of everything then, entries/s", entriesPerSecond(reopened.snapshotNanos()));
  }

  private void ours(String what, String measured) {
    table.row(what, measured, "");
  }

  private String entriesPerSecond(long nanos) {
    return grouped(SECOND * file.entries() / nanos);
  }

  private static String seconds(long nanos) {
    return grouped(nanos / SECOND) + " s";
  }

  private static String mebibytes(long bytes) {
    return grouped(bytes / MEBI) + " MiB";
  }
}
