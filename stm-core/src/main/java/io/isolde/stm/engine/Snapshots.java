package io.isolde.stm.engine;

import io.isolde.stm.Deadline;
import io.isolde.stm.engine.Points.Point;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The pinned snapshots and the overwritten values that they need: dynamic multiversioning, which
 * keeps history only while a snapshot may read it.
 *
 * <p>Thread-safe. While no snapshot is pinned, a commit pays one volatile read.
 */
public final class Snapshots {
  /*
   * Idea. A snapshot pinned at p sees, in every cell, the newest version below p. A commit that
   * overwrites version v at commit version w must keep the old value iff some pin p has v < p <= w.
   * It checks only whether v is below the newest pin. A snapshot that is pinned after the commit
   * drew w is given a p above w and needs no old value.
   *
   *     pin():    newest := OPENING;  p := clock.tick();  add p;  newest := p      one at a time
   *     commit:   lock;  w := clock.now();  if v < newest: push (v, w, value);  write, release(w)
   *
   * Invariants:
   *  S1  A commit that read newest before OPENING was stored drew w below p, so the snapshot sees
   *      its new value.
   *  S2  A history node with version < p <= until is not dropped while p is pinned. Newest is read
   *      after the node, and before the pins. So a pin that is not found then was given its p after
   *      the node's until was drawn.
   *  S3  A cell with history is in RETAINED, or in the hands of a sweep or of the commit that
   *      pushed the first node. Both look at newest again after they have put it there, even if the
   *      commit is given up. So if the last pin goes, unpin() finds the cell, or they find that no
   *      pin is left.
   *  S4  awaitEarlier() first ticks the clock. Values that were committed before have a version
   *      below that time, and a pin that its check does not find in PINS later will be above that
   *      time. So no read that begins after the wait returns a value that was replaced before the
   *      wait: a pinned read looks above that time; any other read finds the present value, or its
   *      attempt is lost.
   *
   * Progress. Pinning and unpinning take a short lock, whose holder waits for nothing. Commits and
   * reads do not take it.
   *
   * Space. A cell keeps at most one node per pin: a version above the newest pin is never kept.
   * Nodes are dropped by the next push on the cell, and by sweeps. A node becomes unneeded only
   * when a pin goes, so snapshots sweep when they end: the last one always, any other if the cost
   * is covered by the number of cells retained since the last sweep. A commit sweeps only in the
   * last pin's stead (S3). Sweeps at the same time have different cells in their hands.
   */
  /** The value of {@link #newest()} while no snapshot is pinned. */
  static final long NONE = 0;

  private static final long OPENING = Long.MAX_VALUE;

  /** How many retained cells are worth a sweep that may drop nothing. */
  private static final int SWEEP_MIN = Points.ON ? 1 : 64;

  private static volatile long newest = NONE;

  private static final Pins PINS = new Pins();
  private static final SpinLock PINNING = new SpinLock();

  /** The threads that wait for earlier snapshots to end. */
  private static final ConcurrentLinkedQueue<Thread> AWAITING = new ConcurrentLinkedQueue<>();

  /** Allocated before it is needed. */
  private static final Consumer<Thread> UNPARK = Pause::unpark;

  /** The stack of the cells with history; a sweep takes all of it, so none comes back unseen. */
  private static final AtomicReference<@Nullable Retained> RETAINED = new AtomicReference<>();

  private static volatile int sweepAt = SWEEP_MIN;

  /** A place in the stack of retained cells. Changed only by the thread that has it in hand. */
  private static final class Retained {
    final Cell cell;
    @Nullable Retained next;

    /** How many cells there are from here on; an estimate for threads that do not have it. */
    int depth;

    Retained(Cell cell) {
      this.cell = cell;
    }
  }

  private Snapshots() {}

  /**
   * Opens a snapshot and returns its read version: everything committed before this call has a
   * version below it.
   */
  static long pin() {
    PINNING.lock();
    boolean pinned = false;
    try {
      newest = OPENING;
      Points.reached(Point.SNAPSHOT_OPENING);
      long pin = Clock.tick();
      PINS.add(pin);
      pinned = true;
      return pin;
    } finally {
      newest = PINS.newest();
      PINNING.unlock();
      Points.reached(Point.SNAPSHOT_PINNED);
      if (!pinned) {
        sweepIfNoneIsPinned(); // what commits kept for it
      }
    }
  }

  /** Ends a snapshot. Needs no memory. */
  static void unpin(long pin) {
    PINNING.lock();
    PINS.remove(pin);
    newest = PINS.newest();
    PINNING.unlock();
    Points.reached(Point.SNAPSHOT_UNPINNED);
    if (!AWAITING.isEmpty()) {
      AWAITING.forEach(UNPARK);
    }
    sweepIfWorthwhile();
  }

  /**
   * Waits until every snapshot that was pinned when this was called has ended.
   *
   * @param timeout the longest time to wait; null to wait without limit
   * @return false if the timeout passed first
   */
  public static boolean awaitEarlier(@Nullable Duration timeout) throws InterruptedException {
    Deadline deadline = Deadline.after(timeout);
    long present = Clock.tick();
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    AWAITING.add(Thread.currentThread());
    try {
      boolean isOver = isNoneSince(present);
      while (!isOver && !deadline.hasPassed()) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        LockSupport.parkNanos(PINS, deadline.nanosLeft());
        isOver = isNoneSince(present);
      }
      return isOver;
    } finally {
      AWAITING.remove(Thread.currentThread());
    }
  }

  /** Whether no snapshot is pinned, or about to be pinned, at {@code time} or before. */
  private static boolean isNoneSince(long time) {
    PINNING.lock();
    try {
      return PINS.oldest() > time;
    } finally {
      PINNING.unlock();
    }
  }

  /**
   * A commit must keep the overwritten versions that are below this. It reads this after it has
   * drawn its commit version.
   */
  static long newest() {
    return newest;
  }

  /**
   * Keeps the present value of a cell that the caller has locked; the value was current from {@code
   * version} to {@code until}. Keeps nothing if there is no memory for it.
   */
  static void push(Cell cell, long version, long until) {
    if (version == until) {
      return;
    }
    Retained first;
    Version head;
    Version kept;
    do {
      head = cell.historyAcquire();
      Points.reached(Point.HISTORY_READ);
      first = head == null ? new Retained(cell) : null;
      kept = cell.copy(version, until, trimmed(before(head, version)));
    } while (!cell.casHistory(head, kept));
    if (first != null) {
      retain(first);
    }
  }

  /** The newest value below {@code pin} that {@code cell} held before its present one. */
  static Version find(Cell cell, long pin) {
    Version v = cell.historyAcquire();
    while (v != null && v.version >= pin) {
      v = v.next;
    }
    if (v == null) {
      throw new AssertionError("no version below " + pin + ": " + cell.describe());
    }
    return v;
  }

  /** The history without the node of {@code version} that a given-up commit may have left. */
  private static @Nullable Version before(@Nullable Version head, long version) {
    return head != null && head.version == version ? head.next : head;
  }

  /**
   * The chain from {@code head} without the nodes that are not needed; {@code head} itself if all
   * are needed.
   */
  private static @Nullable Version trimmed(@Nullable Version head) {
    Version unneeded = lastUnneeded(head);
    return unneeded == null ? head : trimmed(head, unneeded);
  }

  private static @Nullable Version lastUnneeded(@Nullable Version head) {
    Version last = null;
    for (Version v = head; v != null; v = v.next) {
      last = isNeeded(v) ? last : v;
    }
    return last;
  }

  /** Copies of the needed nodes before {@code unneeded}, followed by the chain behind it. */
  private static @Nullable Version trimmed(@Nullable Version head, Version unneeded) {
    Version first = unneeded.next;
    Version last = null;
    for (Version v = head; v != null && v != unneeded; v = v.next) {
      if (isNeeded(v)) {
        Version copy = v.copy();
        copy.next = unneeded.next;
        if (last == null) {
          first = copy;
        } else {
          last.next = copy;
        }
        last = copy;
      }
    }
    return first;
  }

  private static boolean isNeeded(Version v) {
    return newest == OPENING || PINS.isAnyWithin(v.version, v.until);
  }

  /** Puts {@code entry} on the stack. Needs no memory. */
  private static void retain(Retained entry) {
    Retained last;
    do {
      last = RETAINED.get();
      entry.next = last;
      entry.depth = depth(last) + 1;
    } while (!RETAINED.compareAndSet(last, entry));
  }

  private static int depth(@Nullable Retained entry) {
    return entry == null ? 0 : entry.depth;
  }

  /**
   * Called after a commit that has kept history, or has been given up: the last pin may have gone
   * in between (S3).
   */
  static void sweepIfNoneIsPinned() {
    if (newest == NONE) {
      sweepIfWorthwhile();
    }
  }

  /** If memory runs out, leaves the rest to the next sweep. */
  private static void sweepIfWorthwhile() {
    boolean isDone = true;
    while (isDone && isWorthwhile(depth(RETAINED.get()))) {
      isDone = sweep();
      sweepAt = Math.max(SWEEP_MIN, 2 * depth(RETAINED.get()));
    }
  }

  private static boolean isWorthwhile(int retained) {
    return retained > 0 && (newest == NONE || retained >= sweepAt);
  }

  /** Sweeps the retained cells; false if memory ran out. */
  private static boolean sweep() {
    Retained entry = RETAINED.getAndSet(null);
    try {
      while (entry != null) {
        Retained next = entry.next;
        if (!dropUnneeded(entry.cell)) {
          retain(entry);
        }
        entry = next;
      }
      return true;
    } catch (OutOfMemoryError e) {
      retainAll(entry); // the one at which it happened, and those behind it
      return false;
    }
  }

  private static void retainAll(@Nullable Retained first) {
    Retained entry = first;
    while (entry != null) {
      Retained next = entry.next;
      retain(entry);
      entry = next;
    }
  }

  /**
   * Drops the history that is not needed; whether the cell has none left. While no snapshot is
   * pinned, it does not look at the nodes, which another processor has written.
   */
  private static boolean dropUnneeded(Cell cell) {
    Version head;
    Version kept;
    do {
      head = cell.historyAcquire();
      Points.reached(Point.HISTORY_READ);
      kept = newest == NONE ? null : trimmed(head);
    } while (!cell.casHistory(head, kept));
    Points.reached(Point.HISTORY_SWEPT);
    return kept == null;
  }

  /** The number of cells that hold history: an estimate while commits are under way. */
  static int estimatedRetained() {
    return depth(RETAINED.get());
  }

  static int pinned() {
    return PINS.count();
  }
}
