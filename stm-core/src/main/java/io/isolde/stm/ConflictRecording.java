package io.isolde.stm;

import io.isolde.stm.engine.Diagnosis;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * A recording of conflicts: which transactions lost attempts, over which refs, to whom, how often,
 * and what it cost. For finding out why a program is slow.
 *
 * {@snippet file="io/isolde/stm/examples/ConflictRecordingTest.java" region="record"}
 *
 * <p>Transactions are called by their {@linkplain TransactionOptions#named name}, or else by the
 * place that called {@code atomic}; refs by their name, or else by type and identity. The winner is
 * the transaction that last committed the ref, as far as a small table remembers; it is unknown if
 * it has not committed yet.
 *
 * <p>While a recording is open, commits find out where they were called from, which costs each
 * about a microsecond unless they have a name. While none is, it costs nothing to speak of.
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
   * What was recorded so far, the costliest first.
   *
   * @return a list that does not change any more
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

  /** Stops the recording. {@link #entries} stays readable; further calls have no effect. */
  @Override
  public void close() {
    diagnosis.stop();
  }

  /**
   * A table of the entries, for people.
   *
   * @return a line per entry
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
   * Attempts of one transaction that were lost over one ref to another transaction.
   *
   * @param ref the name of the ref, in quotes, or its type and identity
   * @param loser the transaction that lost
   * @param winner the transaction that committed the ref
   * @param lost how many attempts were lost
   * @param wasted the time between the begin of those attempts and their loss, in all
   */
  public record Entry(String ref, String loser, String winner, long lost, Duration wasted) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT, "%4d  %9.3f  %s  %s ← %s", lost, wasted.toNanos() / 1e6, ref, loser, winner);
    }
  }
}
