package io.isolde.stm.engine;

import io.isolde.stm.engine.CommitOrder.Turn;
import io.isolde.stm.engine.Points.Point;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The commit of an attempt: compute and lock what it writes, draw the commit version, validate what
 * it has read, publish.
 */
final class Commit {
  /*
   * Invariants:
   *  C1  The commit version is drawn after every lock and before the last validation. A validation
   *      that renews answers is not the last one (Comparisons.M4).
   *  C2  User code (commute functions, validators) runs in compute(), before any lock. Locking must
   *      find the attachment, and the value to which the functions were applied, unchanged;
   *      otherwise the commit computes again.
   *  C3  Every step that can fail comes before the first value is written, and releases all locks
   *      if it fails. The steps after that need no memory, and have stack room (StackRoom, required
   *      by Execution).
   *  C4  After the last lock, the commit checks whether any transaction waits (Waiters.W1). After
   *      the version is drawn, it checks whether to keep history (Snapshots.S1).
   *  C5  Participants prepare, and hooks are enqueued, under the lock of CommitOrder. Before that,
   *      the reads are validated under the same lock.
   *
   * Serialisation point: the draw of the commit version. A transaction that starts later and reads
   * a cell written here finds it locked or new. A transaction that commits later and wrote
   * something read here is found by the validation, or else drew its version later. A transaction
   * that has hooks and writes nothing takes effect at its validation (C5).
   *
   * Order of turns. Suppose T has read a value that U overwrites, and both take a turn. If T's last
   * validation finds U's lock or value, T does not commit. Otherwise U locks later, and by C5 takes
   * its turn after T. If U has read or overwrites a value that T wrote, it does so after T has
   * taken its turn and unlocked. So turns are in the order of the conflicts, including conflicts
   * through transactions without a turn.
   *
   * Locks. Cells are locked in the order of first write; for waiting, see LockOrder. There is no
   * cycle, because only the elder waits for a cell without bound while it holds one, and there is
   * one elder.
   */

  /**
   * How often a commit may compute and lock, because values change before they are locked, or
   * because it releases its locks; then the attempt is lost.
   */
  static final int TRIES_MAX = 16;

  static final Cell[] NOBODY = {};

  private Commit() {}

  /**
   * Commits an attempt that writes; returns the turn of its after-commit actions, null if it has
   * none. Throws {@link Signal} if the attempt is lost, or what user code threw. In both cases
   * nothing has changed and no lock is held.
   */
  static @Nullable Turn run(Attempt attempt) {
    Points.reached(Point.COMMIT_STARTED);
    WriteSet writes = attempt.writes;
    String site = Diagnosis.siteIfOn(attempt.options());
    long version;
    boolean kept;
    Turn turn;
    Cell[] toWake;
    computeAndLock(attempt);
    try {
      toWake = cellsToWake(writes);
      do {
        version = draw();
      } while (!isValid(attempt));
      kept = keepHistory(writes, version);
      Diagnosis.won(writes, site);
      turn = prepareAndEnqueue(attempt);
    } catch (Throwable t) {
      unlock(writes, null);
      throw t;
    }
    publish(writes, version);
    wake(toWake);
    sweepHistory(kept);
    Points.reached(Point.COMMITTED);
    return turn;
  }

  /**
   * The same for an attempt that has hooks and writes nothing: there is nothing to lock, to publish
   * or to wake for.
   */
  static @Nullable Turn runWithoutWrites(Attempt attempt) {
    boolean valid;
    do {
      valid = isValid(attempt);
    } while (!valid);
    return prepareAndEnqueue(attempt);
  }

  // ---- compute ----

  private static void computeAndLock(Attempt attempt) {
    for (int i = 0; i < TRIES_MAX; i++) {
      if (attempt.computes()) {
        compute(attempt);
        Points.reached(Point.COMPUTED);
      }
      if (lock(attempt)) {
        return;
      }
    }
    throw attempt.loseConflict(attempt.writes.get(0).cell());
  }

  private static void compute(Attempt attempt) {
    WriteSet writes = attempt.writes;
    for (int i = 0; i < writes.count(); i++) {
      WriteEntry entry = writes.get(i);
      Attachment attachment = entry.cell().activeAttachment();
      if (entry.needsComputing(attachment)) {
        ComputedValue computed = compute(attempt, entry, attachment);
        entry.computed = attempt.computing(computed::validated);
      }
    }
  }

  private static ComputedValue compute(
      Attempt attempt, WriteEntry entry, @Nullable Attachment attachment) {
    return entry.needsPresentValue(attachment)
        ? computeFromPresent(attempt, entry, attachment)
        : entry.computed(attachment);
  }

  private static ComputedValue computeFromPresent(
      Attempt attempt, WriteEntry entry, @Nullable Attachment attachment) {
    Cell cell = entry.cell();
    while (true) {
      long word = attempt.awaitUnlocked(cell);
      Object object = cell instanceof ObjectCell objectCell ? objectCell.valueAcquire() : null;
      long bits = cell instanceof BitsCell bitsCell ? bitsCell.bitsAcquire() : 0;
      if (cell.wordAcquire() == word) {
        return attempt.computing(() -> entry.computed(attachment, word, object, bits));
      }
    }
  }

  // ---- lock ----

  /** Locks every written cell; false, with none locked, if it must be tried again. */
  private static boolean lock(Attempt attempt) {
    WriteEntry entry = attempt.writes.first; // all entries before it are locked
    Cell cell;
    try {
      while ((cell = entry.cellOrNull()) != null) {
        long word = entry.wordToLock(cell);
        if (!Word.isFree(word) || Elder.wants(cell) || !cell.tryLock(word)) {
          if (!mayWait(attempt, entry, cell)) {
            unlock(attempt.writes, entry);
            entry = attempt.writes.first; // none is locked any more
            awaitUnlocked(attempt, cell);
            return false;
          }
          word = lockContended(attempt, cell);
        }
        entry.wordBefore = word;
        WriteEntry locked = entry;
        entry = entry.next;
        Points.reached(Point.CELL_LOCKED);
        if (!isComputed(attempt, cell, locked)) {
          unlock(attempt.writes, entry);
          return false;
        }
      }
    } catch (Throwable t) {
      unlock(attempt.writes, entry);
      throw t;
    }
    Points.reached(Point.WRITE_LOCKED);
    return true;
  }

  private static boolean isComputed(Attempt attempt, Cell cell, WriteEntry locked) {
    Attachment attachment = cell.activeAttachment();
    if ((attachment == null && !attempt.computes()) || locked.isComputedFor(attachment)) {
      return true;
    }
    attempt.setComputes();
    return false;
  }

  /** Whether the commit may wait for {@code cell} while it holds those of the entries before. */
  private static boolean mayWait(Attempt attempt, WriteEntry entry, Cell cell) {
    Cell held;
    for (WriteEntry e = attempt.writes.first; e != entry; e = e.next) {
      if ((held = e.cellOrNull()) != null && !LockOrder.isInOrder(held, cell)) {
        return attempt.isElder();
      }
    }
    return true;
  }

  /**
   * Locks a cell that another transaction holds or wants; returns its word before. The elder waits
   * without bound; any other attempt waits briefly. It is lost if the elder owns the cell, if the
   * cell has changed since the attempt read it, or if the cell does not become available in that
   * time.
   */
  private static long lockContended(Attempt attempt, Cell cell) {
    if (attempt.isElder()) {
      return Elder.lock(cell);
    }
    int round = 0;
    while (round < LockOrder.ROUNDS_MAX) {
      long word = wordToWaitFor(attempt, cell);
      if (Word.isFree(word) && !Elder.wants(cell) && cell.tryLock(word)) {
        return word;
      }
      round = Stripes.await(cell, round);
    }
    throw attempt.loseConflict(cell);
  }

  private static void awaitUnlocked(Attempt attempt, Cell cell) {
    long unused = wordToWaitFor(attempt, cell);
    if (!LockOrder.awaitUnlocked(cell)) {
      throw attempt.loseConflict(cell);
    }
  }

  /**
   * The word of a cell for which it makes sense to wait. The attempt is lost if the elder owns the
   * cell, or if the cell has changed since the attempt read it.
   */
  private static long wordToWaitFor(Attempt attempt, Cell cell) {
    long word = cell.wordVolatile();
    if (Word.isOwned(word)) {
      word = Elder.takeBack(cell, word);
    }
    if (Word.isOwned(word) || attempt.isStale(cell, word)) {
      throw attempt.loseConflict(cell);
    }
    return word;
  }

  /**
   * Releases the locks of the entries before {@code end}, or of all, and leaves the cells as they
   * were.
   */
  private static void unlock(WriteSet writes, @Nullable WriteEntry end) {
    Cell cell;
    for (WriteEntry e = writes.first; e != end && (cell = e.cellOrNull()) != null; e = e.next) {
      cell.wordRelease(e.wordBefore);
    }
  }

  // ---- decide ----

  /** The cells whose waiters this commit must wake. */
  private static Cell[] cellsToWake(WriteSet locked) {
    return Waiters.any() ? locked.cells() : NOBODY;
  }

  private static long draw() {
    long version = Clock.now();
    Points.reached(Point.VERSION_DRAWN);
    return version;
  }

  /**
   * Throws {@link Signal} if a value that the attempt has read has changed, or an answer has
   * flipped or may flip. False if answers were renewed.
   */
  private static boolean isValid(Attempt attempt) {
    boolean valid = attempt.validate(attempt.writes);
    Points.reached(Point.READS_VALIDATED);
    return valid;
  }

  private static boolean keepHistory(WriteSet writes, long version) {
    long newest = Snapshots.newest();
    if (newest == Snapshots.NONE) {
      return false;
    }
    boolean kept = false;
    for (int i = 0; i < writes.count(); i++) {
      WriteEntry entry = writes.get(i);
      long before = Word.version(entry.wordBefore);
      if (before < newest) {
        Snapshots.push(entry.cell(), before, version);
        kept = true;
      }
    }
    Points.reached(Point.HISTORY_KEPT);
    return kept;
  }

  /**
   * Prepares the participants and enqueues the hooks; returns their turn, null if there is nothing
   * to run after the commit. Called while the written cells are locked, so transactions that depend
   * on this commit do this later. The last step that can fail: throws {@link Signal} if a value
   * that the attempt read has changed, or what a participant threw.
   */
  private static @Nullable Turn prepareAndEnqueue(Attempt attempt) {
    Turn turn = turnAfterCommit(attempt);
    if (turn != null) {
      CommitOrder.lock();
      try {
        requireValid(attempt);
        attempt.prepareParticipants();
        CommitOrder.enqueue(turn);
      } finally {
        CommitOrder.unlock();
      }
    }
    return turn;
  }

  /** The same as the last {@link #isValid}: it is too late to renew answers. */
  private static void requireValid(Attempt attempt) {
    if (!isValid(attempt)) {
      throw attempt.loseConflict(attempt.comparisons.over());
    }
  }

  private static @Nullable Turn turnAfterCommit(Attempt attempt) {
    Hooks hooks = attempt.hooks();
    if (hooks == null && !attempt.computes()) {
      return null; // a cell that is watched is one to compute
    }
    List<Runnable> notifications = new ArrayList<>();
    for (int i = 0; i < attempt.writes.count(); i++) {
      attempt.writes.get(i).addNotifications(notifications);
    }
    return hooks == null ? Turn.of(List.of(), notifications) : hooks.turnAfterCommit(notifications);
  }

  // ---- publish ----

  /** Writes the values, unlocks, and empties the write set. */
  private static void publish(WriteSet writes, long version) {
    Cell cell;
    for (WriteEntry e = writes.first; (cell = e.cellOrNull()) != null; e = e.next) {
      if (cell instanceof BitsCell bitsCell) {
        bitsCell.bitsRelease(e.newBits(bitsCell.bitsAcquire()));
      } else if (cell instanceof ObjectCell objectCell) {
        objectCell.valueRelease(e.newObject());
      }
      Points.reached(Point.VALUE_WRITTEN);
      cell.wordRelease(Cell.wordAfter(e.wordBefore, version));
      Points.reached(Point.VALUE_PUBLISHED);
      e.clear();
    }
    writes.emptied();
  }

  /** Throws nothing. */
  static void wake(Cell[] cells) {
    for (Cell cell : cells) {
      Waiters.wake(cell);
    }
  }

  /** Drops the history that this commit has kept, if it is no longer needed. Throws nothing. */
  static void sweepHistory(boolean kept) {
    if (kept) {
      Snapshots.sweepIfWorthwhile();
    }
  }
}
