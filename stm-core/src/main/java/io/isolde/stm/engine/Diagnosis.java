package io.isolde.stm.engine;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Who lost attempts, over which ref, to whom, and what it cost. Off unless somebody records; off,
 * it costs a transaction two volatile reads.
 *
 * <p>Thread-safe. While it is on, every commit finds out where it was called from and leaves that
 * in a table hashed by cell; a loser looks there for its winner. The table forgets: a winner is
 * named only if nobody else has written a ref of the same slot since.
 */
public final class Diagnosis {
  private static final int SLOTS = 1 << 12;
  private static final String UNKNOWN = "(unknown)";

  /** The number of recordings under way is above 0. */
  private static volatile boolean on;

  private static final AtomicInteger RECORDINGS = new AtomicInteger();

  /** The winners of a ref's last commits. */
  private static volatile AtomicReferenceArray<@Nullable Winner> winners =
      new AtomicReferenceArray<>(0);

  private final Map<Conflict, Cost> conflicts = new ConcurrentHashMap<>();

  private record Winner(Cell cell, String site) {}

  /**
   * A kind of conflict.
   *
   * @param ref the label of the ref that was fought over
   * @param loser where the transaction that lost was called, or its name
   * @param winner the same for the one that committed
   */
  public record Conflict(String ref, String loser, String winner) {}

  /** How often, and how much work was thrown away. */
  public static final class Cost {
    private final LongAdder attempts = new LongAdder();
    private final LongAdder wastedNanos = new LongAdder();

    /** Attempts lost. */
    public long attempts() {
      return attempts.sum();
    }

    /** Time from the begin of those attempts until they were lost, in nanoseconds. */
    public long wastedNanos() {
      return wastedNanos.sum();
    }
  }

  private static final ConcurrentHashMap<Diagnosis, Boolean> ACTIVE = new ConcurrentHashMap<>();

  /** Starts to record. */
  public static Diagnosis start() {
    Diagnosis diagnosis = new Diagnosis();
    if (RECORDINGS.getAndIncrement() == 0) {
      winners = new AtomicReferenceArray<>(SLOTS);
    }
    ACTIVE.put(diagnosis, true);
    on = true;
    return diagnosis;
  }

  /** Stops to record; what was recorded stays readable. */
  public void stop() {
    if (ACTIVE.remove(this) != null && RECORDINGS.decrementAndGet() == 0) {
      on = false;
      winners = new AtomicReferenceArray<>(0);
    }
  }

  /** What was recorded so far. */
  public Map<Conflict, Cost> conflicts() {
    return Map.copyOf(conflicts);
  }

  static boolean isOn() {
    return on;
  }

  /** Where the running transaction was called, or its name. */
  static String site(@Nullable String name) {
    return name != null ? name : CallSite.find();
  }

  /** Notes that the transaction called at {@code site} commits {@code writes}. */
  static void won(WriteSet writes, String site) {
    AtomicReferenceArray<@Nullable Winner> table = winners;
    for (int i = 0; i < writes.count() && table.length() != 0; i++) {
      Cell cell = writes.get(i).cell();
      table.setRelease(slot(cell), new Winner(cell, site));
    }
  }

  /** Notes that an attempt which took {@code nanos} was lost over {@code cell}. */
  static void lost(@Nullable Cell cell, String site, long nanos) {
    String ref = cell == null ? UNKNOWN : cell.label();
    Conflict conflict = new Conflict(ref, site, cell == null ? UNKNOWN : winner(cell));
    for (Diagnosis diagnosis : ACTIVE.keySet()) {
      Cost cost = diagnosis.conflicts.computeIfAbsent(conflict, c -> new Cost());
      cost.attempts.increment();
      cost.wastedNanos.add(nanos);
    }
  }

  private static String winner(Cell cell) {
    AtomicReferenceArray<@Nullable Winner> table = winners;
    Winner last = table.length() == 0 ? null : table.getAcquire(slot(cell));
    return last != null && last.cell == cell ? last.site : UNKNOWN;
  }

  private static int slot(Cell cell) {
    return cell.hash & (SLOTS - 1);
  }
}
