package io.isolde.benchmarks.durable;

import io.isolde.benchmarks.harness.command.ResultOptions;
import io.isolde.benchmarks.harness.raw.Machine;
import io.isolde.benchmarks.harness.report.SeriesTable;
import io.isolde.benchmarks.harness.rounds.Rounds;
import io.isolde.benchmarks.harness.rounds.Series;
import java.io.IOException;
import java.util.List;

/**
 * The results of workloads on accounts, as they are stored. Immutable.
 *
 * @param machine where and when
 * @param command the command that produced the results
 * @param accounts how many there were
 * @param rounds the rounds of the measurement
 * @param series the results, one for each workload
 */
record RoundsFile(
    Machine machine, String command, int accounts, Rounds rounds, List<Series> series) {

  /** Prints the results, and writes them to a file if the options ask for it. */
  void publish(ResultOptions options) throws IOException {
    System.out.print(SeriesTable.text(series));
    options.write(this);
  }
}
