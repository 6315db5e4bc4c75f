package io.isolde.stm.engine;

import io.isolde.stm.TransactionOptions;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A recording of conflicts: which transactions lost attempts, over which ref, to which winner, and
 * what that cost. While no recording is open, it costs a transaction two volatile reads.
 *
 * <p>Thread-safe. While one is open, every commit determines its call site and stores it in a table
 * hashed by cell; a loser looks up its winner there. The table forgets: it names a winner only if
 * no other commit has written a ref of the same slot since.
 */
public final class Diagnosis {
  private static final int SLOTS = 1 << 12;
  private static final String UNKNOWN = "(unknown)";

  /** Whether the number of open recordings is above 0. */
  private static volatile boolean on;

  private static final AtomicInteger RECORDINGS = new AtomicInteger();

  /** The last commits to refs, one for each slot. */
  private static volatile AtomicReferenceArray<@Nullable Winner> winners =
      new AtomicReferenceArray<>(0);

  private final Map<Conflict, Cost> conflicts = new ConcurrentHashMap<>();

  private record Winner(Cell cell, String site) {}

  /**
   * A kind of conflict.
   *
   * @param ref the label of the ref over which the attempt was lost
   * @param loser the name of the transaction that lost, or where it was called
   * @param winner the same for the transaction that committed
   */
  public record Conflict(String ref, String loser, String winner) {}

  /** How many attempts were lost, and how much work was wasted. */
  public static final class Cost {
    private final LongAdder attempts = new LongAdder();
    private final LongAdder wastedNanos = new LongAdder();

    /** Attempts lost. */
    public long attempts() {
      return attempts.sum();
    }

    /** Time from the beginning of those attempts until they were lost, in nanoseconds. */
    public long wastedNanos() {
      return wastedNanos.sum();
    }
  }

  private static final ConcurrentHashMap<Diagnosis, Boolean> ACTIVE = new ConcurrentHashMap<>();

  /** Starts a recording. */
  public static Diagnosis start() {
    Diagnosis diagnosis = new Diagnosis();
    if (RECORDINGS.getAndIncrement() == 0) {
      winners = new AtomicReferenceArray<>(SLOTS);
    }
    ACTIVE.put(diagnosis, true);
    on = true;
    return diagnosis;
  }

  /** Stops the recording; what was recorded stays readable. */
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

  /** The name of the running transaction, or where it was called if {@code name} is null. */
  static String site(@Nullable String name) {
    return name != null ? name : CallSite.find();
  }

  /** The same if a recording is open, otherwise null. */
  static @Nullable String siteIfOn(TransactionOptions options) {
    return on ? site(options.name()) : null;
  }

  /** Records that the transaction called at {@code site}, if not null, commits {@code writes}. */
  static void won(WriteSet writes, @Nullable String site) {
    if (site != null) {
      enter(writes, site);
    }
  }

  private static void enter(WriteSet writes, String site) {
    AtomicReferenceArray<@Nullable Winner> table = winners;
    for (int i = 0; i < writes.count() && table.length() != 0; i++) {
      Cell cell = writes.get(i).cell();
      table.setRelease(slot(cell), new Winner(cell, site));
    }
  }

  /** Records that an attempt that took {@code nanos} was lost over {@code cell}. */
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
