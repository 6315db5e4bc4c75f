package io.isolde.benchmarks.durable;

import io.isolde.benchmarks.harness.ping.Label;
import io.isolde.benchmarks.harness.raw.Machine;
import io.isolde.benchmarks.harness.rounds.Quartiles;
import io.isolde.benchmarks.harness.rounds.Rounds;
import io.isolde.benchmarks.harness.rounds.Sample;
import io.isolde.benchmarks.harness.rounds.Series;
import java.util.List;

/**
 * The results of {@link Large}, as they are stored. Immutable.
 *
 * @param machine where and when
 * @param command the command that produced the results
 * @param entries how many entries there were
 * @param valueBytes the length of a value
 * @param rounds the rounds in which lookups and transfers were measured
 * @param worked in one JVM, on a new store
 * @param reopened in another JVM, on the store that the first JVM closed
 */
record LargeFile(
    Machine machine,
    String command,
    int entries,
    int valueBytes,
    Rounds rounds,
    Worked worked,
    Reopened reopened) {
  /**
   * What to measure, and where; it is not stored.
   *
   * @param uri the store
   * @param directory where its files are
   * @param plainFile where the same entries are, in Chronicle Map alone
   * @param entries how many
   * @param valueBytes the length of a value
   * @param rounds the rounds in which lookups and transfers are measured
   */
  record Task(
      String uri, String directory, String plainFile, int entries, int valueBytes, Rounds rounds) {}

  /**
   * What was measured on a new store.
   *
   * @param loadNanos how long it took to load all entries
   * @param plainLoadNanos the same for Chronicle Map alone
   * @param gets lookups: in the store, and in Chronicle Map alone
   * @param transfers transfers by one committer
   * @param snapshotNanos how long it took to sum everything up
   * @param checkpointNanos how long a checkpoint took after that
   * @param closeNanos how long it took to close the store
   * @param diskBytes the disk space that its files take after that
   * @param plainDiskBytes the same for Chronicle Map alone
   * @param heap of this JVM
   * @param right whether all the money was there
   */
  record Worked(
      long loadNanos,
      long plainLoadNanos,
      List<Series> gets,
      Series transfers,
      long snapshotNanos,
      long checkpointNanos,
      long closeNanos,
      long diskBytes,
      long plainDiskBytes,
      HeapBytes heap,
      boolean right) {

    /** How many times as long a lookup takes as one of Chronicle Map alone. */
    Quartiles getsOverPlain() {
      return gets.getFirst().ratio(Label.NONE, Sample::nanosPerOperation, gets.getLast());
    }
  }

  /**
   * What was measured when a store with all entries was reopened.
   *
   * @param firstGetNanos from before the store was opened until the first value was read
   * @param startedNanos the same, but from the start of the JVM
   * @param snapshotNanos how long it took to sum everything up then
   * @param heap of this JVM
   * @param right whether all the money was there
   */
  record Reopened(
      long firstGetNanos, long startedNanos, long snapshotNanos, HeapBytes heap, boolean right) {}

  /**
   * The heap of a JVM.
   *
   * @param limit its maximum size
   * @param most its largest use after a collection, which may have left garbage
   * @param mostAfterFull its largest use after a full collection; 0 if there was none
   */
  record HeapBytes(long limit, long most, long mostAfterFull) {}

  /** The larger figures of both JVMs. */
  HeapBytes heap() {
    return new HeapBytes(
        Math.max(worked.heap.limit, reopened.heap.limit),
        Math.max(worked.heap.most, reopened.heap.most),
        Math.max(worked.heap.mostAfterFull, reopened.heap.mostAfterFull));
  }

  boolean right() {
    return worked.right && worked.gets.stream().allMatch(Series::right) && reopened.right;
  }
}
