package io.isolde.stm.engine;

import io.isolde.stm.engine.CommitOrder.Turn;
import io.isolde.stm.engine.Points.Point;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The commit of an attempt that writes: prepare, lock, draw the commit version, validate, publish.
 */
final class Commit {
  /*
   * Invariants:
   *  C1  The commit version is drawn after every lock and before any validation.
   *  C2  User code (commute functions, validators) runs in prepare(), before any lock. Locking must
   *      find the attachment, and the value to which the functions were applied, unchanged;
   *      otherwise the commit prepares again.
   *  C3  Every step that can fail comes before the first value is written, and releases all locks
   *      if it fails. The steps after that need no memory, and have stack room (StackRoom, required
   *      by Execution).
   *  C4  After the version is drawn, the commit checks whether to keep history (Snapshots.S1).
   *      After the last lock, it checks whether any transaction waits (Waiters.W1).
   *  C5  Participants prepare, and the turn is taken, under the lock of CommitOrder. Before that,
   *      the reads are validated under the same lock.
   *
   * Serialisation point: the draw of the commit version. A transaction that starts later and reads
   * a cell written here finds it locked or new. A transaction that commits later and wrote
   * something read here is found by the validation, or else drew its version later.
   *
   * Order of turns. Suppose T has read a value that U overwrites, and both take a turn. If T's last
   * validation finds U's lock or value, T does not commit. Otherwise U locks later, and by C5 takes
   * its turn after T. If U has read or overwrites a value that T wrote, it does so after T has
   * taken its turn and unlocked. So turns are in the order of the conflicts, including conflicts
   * through transactions without a turn.
   *
   * Locks. Cells are locked in the order of first write. There is no cycle, because only the elder
   * waits for a cell without bound while it holds one, and there is one elder.
   */

  /** Rounds of {@link Pause} to wait for a lock that another transaction holds. */
  private static final int LOCK_ROUNDS_MAX = Pause.SPINS + 4;

  /**
   * How often a commit may prepare, because values change before they are locked; then the attempt
   * is lost.
   */
  private static final int PREPARATIONS_MAX = 16;

  private static final Cell[] NOBODY = {};

  private Commit() {}

  /**
   * Commits the writes of {@code attempt}; returns the turn of its after-commit actions, null if it
   * has none. Throws {@link Signal} if the attempt is lost, or what user code threw. In both cases
   * nothing has changed and no lock is held.
   */
  static @Nullable Turn run(Attempt attempt) {
    Points.reached(Point.COMMIT_STARTED);
    String site = Diagnosis.isOn() ? Diagnosis.site(attempt.options().name()) : null;
    prepareAndLock(attempt);
    boolean waited = Waiters.any();
    WriteSet writes = attempt.writes;
    boolean kept;
    Turn turn;
    Cell[] toWake;
    long version;
    try {
      version = Clock.now();
      Points.reached(Point.VERSION_DRAWN);
      attempt.validate(writes);
      Points.reached(Point.READS_VALIDATED);
      kept = keepHistory(writes, version);
      if (site != null) {
        Diagnosis.won(writes, site);
      }
      toWake = waited ? writes.cells() : NOBODY;
      turn = attempt.hooks() != null || attempt.prepares() ? takeTurn(attempt) : null;
    } catch (Throwable t) {
      unlock(writes, null);
      throw t;
    }
    publish(writes, version);
    if (waited || kept) {
      afterPublication(toWake, kept);
    }
    Points.reached(Point.COMMITTED);
    return turn;
  }

  private static void prepareAndLock(Attempt attempt) {
    for (int i = 0; i < PREPARATIONS_MAX; i++) {
      if (attempt.prepares()) {
        prepare(attempt);
        Points.reached(Point.PREPARED);
      }
      if (lock(attempt)) {
        return;
      }
    }
    throw attempt.loseConflict(attempt.writes.get(0).cell());
  }

  // ---- prepare ----

  private static void prepare(Attempt attempt) {
    WriteSet writes = attempt.writes;
    for (int i = 0; i < writes.count(); i++) {
      WriteEntry entry = writes.get(i);
      Attachment attachment = entry.cell().activeAttachment();
      if (entry.needsPreparing(attachment)) {
        Preparation prepared = prepare(attempt, entry, attachment);
        entry.preparation = attempt.computing(prepared::validated);
      }
    }
  }

  private static Preparation prepare(
      Attempt attempt, WriteEntry entry, @Nullable Attachment attachment) {
    return entry.needsComputing(attachment != null && attachment.isValidating())
        ? compute(attempt, entry, attachment)
        : entry.prepared(attachment);
  }

  /** Computes the entry's result from the present value of its cell. */
  private static Preparation compute(
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

  /** Locks every written cell; false, with none locked, if something must be prepared again. */
  private static boolean lock(Attempt attempt) {
    WriteEntry entry = attempt.writes.first; // all entries before it are locked
    Cell cell;
    try {
      while ((cell = entry.cellOrNull()) != null) {
        long word = entry.wordToLock(cell);
        if (!Word.isFree(word) || Elder.wants(cell) || !cell.tryLock(word)) {
          word = lockContended(attempt, cell);
        }
        entry.wordBefore = word;
        WriteEntry locked = entry;
        entry = entry.next;
        Points.reached(Point.CELL_LOCKED);
        if (!isPrepared(attempt, cell, locked)) {
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

  private static boolean isPrepared(Attempt attempt, Cell cell, WriteEntry locked) {
    Attachment attachment = cell.activeAttachment();
    if ((attachment == null && !attempt.prepares()) || locked.isPreparedFor(attachment)) {
      return true;
    }
    attempt.setPrepares();
    return false;
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
    while (round < LOCK_ROUNDS_MAX) {
      long word = cell.wordVolatile();
      if (Word.isOwned(word)) {
        word = Elder.takeBack(cell, word);
      }
      if (Word.isOwned(word) || attempt.isStale(cell, word)) {
        break;
      }
      if (Word.isFree(word) && !Elder.wants(cell) && cell.tryLock(word)) {
        return word;
      }
      round = Pause.once(round);
    }
    throw attempt.loseConflict(cell);
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

  // ---- publish ----

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
   * Prepares the participants and takes the turn; returns it, null if there is nothing to run after
   * the commit. Called while the written cells are locked, so transactions that depend on this
   * commit take their turns later. The last step that can fail: throws {@link Signal} if a value
   * that the attempt read has changed, or what a participant threw.
   */
  static @Nullable Turn takeTurn(Attempt attempt) {
    List<Runnable> actions = new ArrayList<>();
    for (int i = 0; i < attempt.writes.count(); i++) {
      attempt.writes.get(i).addNotifications(actions);
    }
    Hooks hooks = attempt.hooks();
    Turn turn =
        hooks == null ? CommitOrder.enqueue(List.of(), actions) : hooks.enqueueAfterCommit(actions);
    if (turn != null) {
      take(turn, attempt, hooks);
    }
    return turn;
  }

  private static void take(Turn turn, Attempt attempt, @Nullable Hooks hooks) {
    CommitOrder.lock();
    try {
      attempt.validate(attempt.writes);
      Points.reached(Point.READS_VALIDATED);
      if (hooks != null) {
        attempt.prepareParticipants(hooks);
      }
      turn.take();
    } finally {
      CommitOrder.unlock();
    }
  }

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

  /** Wakes waiters and sweeps history. Throws nothing. */
  private static void afterPublication(Cell[] toWake, boolean kept) {
    for (Cell cell : toWake) {
      Waiters.wake(cell);
    }
    if (kept) {
      Snapshots.sweepIfWorthwhile();
    }
  }
}
