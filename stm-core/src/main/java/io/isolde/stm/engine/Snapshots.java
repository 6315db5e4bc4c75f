package io.isolde.stm.engine;

import io.isolde.stm.engine.Points.Point;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The pinned snapshots, and which overwritten values they need: dynamic multiversioning, history
 * only while somebody looks back.
 *
 * <p>Thread-safe. While no snapshot is pinned, a commit pays one volatile read.
 */
public final class Snapshots {
  /*
   * Idea. A snapshot pinned at p sees of every cell the newest version below p. A commit that overwrites version v at commit version w
   * keeps the old value iff some pin p has v < p <= w. It asks only whether v is below the newest pin; whoever pins later than the
   * commit drew w is given a p above w and needs nothing.
   *
   *     pin():    newest := OPENING;  p := clock.tick();  add p;  newest := p        one at a time
   *     commit:   lock;  w := clock.now();  if v < newest: push (v, w, value);  write, release(w)
   *
   * Invariants:
   *  S1  A commit that read newest before OPENING was stored drew w below p, so the snapshot sees its new value.
   *  S2  A history node with version < p <= until is not dropped while p is pinned: needed() reads newest before the pins, so a pin
   *      that it does not find was given its p after the node's until was drawn.
   *  S3  A cell with history is in RETAINED, or in the hands of a sweep or of the commit that pushed the first node.
   *  S4  Whoever waits for the earlier snapshots has ticked the clock: what was committed before has a version below that time,
   *      and a pin that is not in PINS then will be above it. So no read that begins after the wait returns what was replaced
   *      before it: pinned, it looks above that time; else it finds the present value, or loses.
   *
   * Progress. Pinning and unpinning take a short lock in which nothing waits; commits and reads take none.
   * Space. A cell keeps at most one node per pin: a version above the newest pin is never kept. Nodes are dropped by the next push on
   * the cell, by the unpinning of the last snapshot, and by sweeps whose cost is covered by the number of cells retained since: one
   * at a time, for if all committers swept, each would look at everything.
   */
  /** {@link #newest()} when no snapshot is pinned. */
  static final long NONE = 0;

  private static final long OPENING = Long.MAX_VALUE;
  private static final int SWEEP_MIN = 64;

  private static volatile long newest = NONE;

  private static final Pins PINS = new Pins();
  private static final BriefLock PINNING = new BriefLock();

  /** Who waits for earlier snapshots to end. */
  private static final ConcurrentLinkedQueue<Thread> AWAITING = new ConcurrentLinkedQueue<>();

  /** Made before it is needed. */
  private static final Consumer<Thread> UNPARK = Pause::unpark;

  private static final ConcurrentLinkedQueue<Cell> RETAINED = new ConcurrentLinkedQueue<>();
  private static final AtomicInteger RETAINED_COUNT = new AtomicInteger();
  private static final AtomicBoolean SWEEPING = new AtomicBoolean();
  private static volatile int sweepAt = SWEEP_MIN;

  private Snapshots() {}

  /**
   * Opens a snapshot and returns its read version: everything committed before this call has a
   * version below it.
   */
  static long pin() {
    PINNING.lock();
    try {
      newest = OPENING;
      Points.reached(Point.SNAPSHOT_OPENING);
      long pin = Clock.tick();
      PINS.add(pin);
      return pin;
    } finally {
      newest = PINS.newest();
      PINNING.unlock();
      Points.reached(Point.SNAPSHOT_PINNED);
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
   * Waits until no snapshot is pinned that was when this was called.
   *
   * @param timeout how long at most; null for as long as it takes
   * @return false if the time was too short
   */
  public static boolean awaitEarlier(@Nullable Duration timeout) throws InterruptedException {
    long deadline = Deadline.after(timeout);
    long present = Clock.tick();
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    AWAITING.add(Thread.currentThread());
    try {
      boolean isOver = isNoneSince(present);
      while (!isOver && !Deadline.hasPassed(deadline)) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        LockSupport.parkNanos(PINS, Deadline.nanosLeft(deadline));
        isOver = isNoneSince(present);
      }
      return isOver;
    } finally {
      AWAITING.remove(Thread.currentThread());
    }
  }

  /** Whether no snapshot is pinned at {@code time} or before, nor about to be. */
  private static boolean isNoneSince(long time) {
    PINNING.lock();
    try {
      return PINS.oldest() > time;
    } finally {
      PINNING.unlock();
    }
  }

  /**
   * A commit must keep what it overwrites below this; to be asked after the commit version was
   * drawn.
   */
  static long newest() {
    return newest;
  }

  /**
   * Keeps the present value of a cell that the caller has locked, current from {@code version} to
   * {@code until}. Keeps nothing if there is no memory for it.
   */
  static void push(Cell cell, long version, long until) {
    if (version == until) {
      return;
    }
    Version head;
    Version kept;
    do {
      head = cell.historyAcquire();
      kept = cell.copy(version, until, trimmed(before(head, version)));
    } while (!cell.casHistory(head, kept));
    if (head == null) {
      retain(cell, kept);
    }
  }

  private static void retain(Cell cell, Version first) {
    try {
      retain(cell);
    } catch (Throwable t) {
      cell.casHistory(first, null); // S3; a sweep cannot have met it
      throw t;
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

  /** The history without the node of {@code version} that a commit left which was given up. */
  private static @Nullable Version before(@Nullable Version head, long version) {
    return head != null && head.version == version ? head.next : head;
  }

  /** The chain from {@code head} without what is not needed; itself if all is. */
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

  /** Copies of what is needed before {@code unneeded}, and the chain behind that. */
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

  private static void retain(Cell cell) {
    RETAINED.add(cell);
    RETAINED_COUNT.incrementAndGet();
  }

  /**
   * Called after unpinning, and after commits that kept something: the last pin may have gone in
   * between. Whoever finds a sweep under way leaves the rest to that, which looks again at its end.
   * What there is no memory for is left to the next sweep.
   */
  static void sweepIfWorthwhile() {
    boolean isDone = true;
    while (isDone && isWorthwhile(RETAINED_COUNT.get()) && SWEEPING.compareAndSet(false, true)) {
      try {
        isDone = sweep(RETAINED_COUNT.get());
        sweepAt = Math.max(SWEEP_MIN, 2 * RETAINED_COUNT.get());
      } finally {
        SWEEPING.set(false);
      }
    }
  }

  private static boolean isWorthwhile(int retained) {
    return retained > 0 && (newest == NONE || retained >= sweepAt);
  }

  /** Whether the memory was enough. */
  private static boolean sweep(int cells) {
    try {
      for (int i = 0; i < cells; i++) {
        sweepFirst();
      }
      return true;
    } catch (OutOfMemoryError e) {
      return false;
    }
  }

  /** The cell leaves its place when all is done that may fail, S3. */
  private static void sweepFirst() {
    Cell cell = RETAINED.peek();
    if (cell != null) {
      if (!dropUnneeded(cell)) {
        retain(cell);
      }
      RETAINED.poll();
      RETAINED_COUNT.decrementAndGet();
    }
  }

  /** Whether the cell has no history left. */
  private static boolean dropUnneeded(Cell cell) {
    Version head;
    Version kept;
    do {
      head = cell.historyAcquire();
      kept = trimmed(head);
    } while (!cell.casHistory(head, kept));
    return kept == null;
  }

  /** The number of cells that hold history: an estimate while commits are under way. */
  static int estimatedRetained() {
    return RETAINED_COUNT.get();
  }

  static int pinned() {
    return PINS.count();
  }
}
