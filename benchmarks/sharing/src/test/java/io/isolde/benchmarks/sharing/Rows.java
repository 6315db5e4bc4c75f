package io.isolde.benchmarks.sharing;

import io.isolde.benchmarks.harness.ping.Pings;
import io.isolde.benchmarks.harness.raw.Machine;
import io.isolde.benchmarks.sharing.Row.Latency;
import io.isolde.examples.sharing.Promise;
import java.util.List;
import java.util.stream.DoubleStream;

/** Rows with the figures that a test needs. */
final class Rows {

  private Rows() {}

  /** A row without a flaw. */
  static Row right(String strategy, double throughput) {
    return row(strategy, Promise.ALWAYS, throughput, 1_000, 0, 0, 0, 0, 0, 0);
  }

  static Row row(
      String strategy,
      Promise promise,
      double throughput,
      long p999,
      long paidBack,
      long conflicts,
      long inconsistent,
      long lost,
      long created,
      long threadsLeft) {
    return new Row(
        strategy,
        "title of " + strategy,
        promise,
        List.of(throughput, throughput, throughput / 2),
        new Latency(100, 200, p999, 10 * p999),
        1000,
        paidBack,
        conflicts,
        50,
        inconsistent,
        0,
        lost,
        created,
        threadsLeft,
        List.of(),
        List.of());
  }

  /** The same with a ping around each of the three rounds. */
  static Row pinged(Row row, double... nanos) {
    return new Row(
        row.strategy(),
        row.title(),
        row.promise(),
        row.ordersPerSecond(),
        row.latency(),
        row.orders(),
        row.paidBack(),
        row.conflicts(),
        row.audits(),
        row.inconsistentAudits(),
        row.overdueAudits(),
        row.lost(),
        row.created(),
        row.threadsLeft(),
        List.of(0.5, 0.4, 0.45),
        DoubleStream.of(nanos).mapToObj(ping -> new Pings(ping, ping)).toList());
  }

  static Row withOverdueAudits(Row row, long overdue) {
    return withAudits(row, row.audits(), overdue);
  }

  static Row withoutAudits(Row row) {
    return withAudits(row, 0, 0);
  }

  private static Row withAudits(Row row, long audits, long overdue) {
    return new Row(
        row.strategy(),
        row.title(),
        row.promise(),
        row.ordersPerSecond(),
        row.latency(),
        row.orders(),
        row.paidBack(),
        row.conflicts(),
        audits,
        0,
        overdue,
        row.lost(),
        row.created(),
        row.threadsLeft(),
        row.slowerShares(),
        row.pings());
  }

  static Results results(Row... rows) {
    return new Results(
        new Machine("2026-11-22T00:00:00Z", "a JDK", List.of(), "a system", 2),
        TestLoad.of(4, 1),
        TestLoad.orders(3, 100),
        List.of(rows),
        List.of(new Results.Missing("far:", "far away", "not available: no way to get there")));
  }
}
