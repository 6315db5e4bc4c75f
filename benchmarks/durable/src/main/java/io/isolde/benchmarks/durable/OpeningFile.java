package io.isolde.benchmarks.durable;

import io.isolde.benchmarks.harness.raw.Machine;
import java.util.List;

/**
 * The results of {@link Opening}, as they are stored. Immutable.
 *
 * @param machine where and when
 * @param command the command that produced the results
 * @param accounts how many there were
 * @param loadNanos how long it took to load them
 * @param fromCheckpoint opened from a checkpoint of all accounts
 * @param fromJournal opened from a checkpoint of fewer accounts, followed by many journal records
 */
record OpeningFile(
    Machine machine,
    String command,
    int accounts,
    long loadNanos,
    List<Opened> fromCheckpoint,
    List<Opened> fromJournal) {
  /**
   * One opening; the first one of a JVM comes first.
   *
   * @param storeNanos how long it took to open the store
   * @param mapNanos how long it then took to open the map
   * @param accounts how many there were
   * @param checkpointRecords how many records were read from the checkpoint
   * @param journalRecords how many records of the journal were replayed
   * @param right whether all the money was there
   */
  record Opened(
      long storeNanos,
      long mapNanos,
      int accounts,
      long checkpointRecords,
      long journalRecords,
      boolean right) {

    /** How many records of the journal were replayed per second. */
    double recordsPerSecond() {
      return 1e9 * journalRecords / storeNanos;
    }
  }
}
