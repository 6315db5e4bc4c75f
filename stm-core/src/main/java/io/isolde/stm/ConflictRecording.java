package io.isolde.stm;

import io.isolde.stm.engine.Diagnosis;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * A recording of conflicts, for finding out why a program is slow: which transactions lost
 * attempts, over which refs, to which transactions, how often, and how much time that cost.
 *
 * {@snippet file="io/isolde/stm/examples/ConflictRecordingTest.java" region="record"}
 *
 * <p>A transaction is identified by its {@linkplain TransactionOptions#named name}, or else by the
 * call site of {@code atomic}; a ref by its name, or else by its type and identity. The winner is
 * the transaction that last committed the ref, as far as a small table remembers it; it is unknown
 * if it has not committed yet.
 *
 * <p>While a recording is open, each commit determines its call site, which takes about a
 * microsecond unless the transaction has a name. While no recording is open, the cost is
 * negligible.
 *
 * <p>Thread-safe. Several recordings may be open at the same time; each counts all conflicts of the
 * process from its start until it is closed.
 */
public final class ConflictRecording implements AutoCloseable {
  private final Diagnosis diagnosis = Diagnosis.start();

  private ConflictRecording() {}

  /**
   * Starts a recording.
   *
   * @return the recording; close it
   */
  public static ConflictRecording start() {
    return new ConflictRecording();
  }

  /**
   * The conflicts recorded so far, the costliest first.
   *
   * @return an immutable list
   */
  public List<Entry> entries() {
    return diagnosis.conflicts().entrySet().stream()
        .map(e -> entry(e.getKey(), e.getValue()))
        .sorted(Comparator.comparing(Entry::wasted).thenComparingLong(Entry::lost).reversed())
        .toList();
  }

  private static Entry entry(Diagnosis.Conflict conflict, Diagnosis.Cost cost) {
    return new Entry(
        conflict.ref(),
        conflict.loser(),
        conflict.winner(),
        cost.attempts(),
        Duration.ofNanos(cost.wastedNanos()));
  }

  /** Stops the recording. {@link #entries} remains available; further calls have no effect. */
  @Override
  public void close() {
    diagnosis.stop();
  }

  /**
   * The entries as a human-readable table.
   *
   * @return a heading and one line per entry
   */
  @Override
  public String toString() {
    StringBuilder table = new StringBuilder("lost  wasted ms  ref  loser ← winner");
    for (Entry entry : entries()) {
      table.append(System.lineSeparator()).append(entry);
    }
    return table.toString();
  }

  /**
   * The attempts that one transaction lost to another over one ref.
   *
   * @param ref the name of the ref, in quotes, or its type and identity
   * @param loser the transaction that lost
   * @param winner the transaction that committed the ref
   * @param lost how many attempts were lost
   * @param wasted the total time from the start of those attempts until they were lost
   */
  public record Entry(String ref, String loser, String winner, long lost, Duration wasted) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT, "%4d  %9.3f  %s  %s ← %s", lost, wasted.toNanos() / 1e6, ref, loser, winner);
    }
  }
}
