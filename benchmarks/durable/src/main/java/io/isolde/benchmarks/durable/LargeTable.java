package io.isolde.benchmarks.durable;

import static io.isolde.benchmarks.durable.Tables.number;

import io.isolde.benchmarks.durable.LargeFile.Reopened;
import io.isolde.benchmarks.durable.LargeFile.Worked;
import io.isolde.benchmarks.durable.rounds.LegResult;
import io.isolde.benchmarks.durable.rounds.Shift;
import io.isolde.benchmarks.report.Table;

/** The table about a store that is larger than the heap. Thread-confined. */
final class LargeTable {
  private static final double SECOND = 1e9;
  private static final double MEBI = 1 << 20;

  private final LargeFile file;
  private final Table table = new Table("what", "`chronicle:`", "plain Chronicle Map");

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
    ours("heap after a collection, at most", mebibytes(file.heap().most()));
    ours("sum, before closing and after opening", file.right() ? "right" : "**wrong**");
    return table.toString();
  }

  private void work(Worked worked) {
    String plainLoad = entriesPerSecond(worked.plainLoadNanos());
    table.row("entries loaded/s", entriesPerSecond(worked.loadNanos()), plainLoad);
    table.row("ns per lookup", lookup(worked.gets().getFirst()), lookup(worked.gets().getLast()));
    ours("lookups, × plain", Tables.range(worked.getsOverPlain()));
    LegResult transfers = worked.transfers();
    ours("transfers/s", Tables.range(transfers.figure(Shift::rate)));
    ours("99.9 % of them within", duration(transfers));
    ours("the longest", Tables.longest(transfers));
    ours("snapshot of everything, entries/s", entriesPerSecond(worked.snapshotNanos()));
  }

  private static String lookup(LegResult leg) {
    return Tables.range(leg.figure(Shift::nanosPerOperation));
  }

  private static String duration(LegResult leg) {
    return Tables.duration(leg.figure(Shift::p999Nanos).median());
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
    return number(SECOND * file.task().entries() / nanos);
  }

  private static String seconds(long nanos) {
    return number(nanos / SECOND) + " s";
  }

  private static String mebibytes(long bytes) {
    return number(bytes / MEBI) + " MiB";
  }
}
