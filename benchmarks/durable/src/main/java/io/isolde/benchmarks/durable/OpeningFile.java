package io.isolde.benchmarks.durable;

import io.isolde.benchmarks.rounds.Machine;
import java.util.List;

/**
 * What {@link Opening} has measured, as it is kept. Immutable.
 *
 * @param machine where and when
 * @param command what made it
 * @param accounts how many there were
 * @param loadNanos how long it took to put them there
 * @param fromCheckpoint opened from a checkpoint of all accounts
 * @param fromJournal opened from a checkpoint of fewer accounts, and many records behind it
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
   * @param mapNanos how long it took to open the map then
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
      boolean right) {}
}
