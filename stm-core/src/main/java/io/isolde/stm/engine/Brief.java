package io.isolde.stm.engine;

import io.isolde.stm.TransactionOptions;
import io.isolde.stm.engine.Points.Point;
import io.isolde.stm.engine.Reader.Mode;
import io.isolde.stm.engine.Stripes.Stripe;
import io.isolde.stm.engine.WriteEntry.Operation;
import org.jspecify.annotations.Nullable;

/**
 * An attempt in brief mode: as long as a transaction has used only a few cells, and has only read,
 * compared, set and added to them, one short list says all about it. A snapshot needs no list, as
 * long as it is not overtaken. If the attempt does anything else, it spills: an {@link Attempt}
 * adopts what it has read and written so far, and continues. Used by one thread at a time, the one
 * that has claimed the object.
 */
final class Brief extends Claimable {
  /*
   * Idea. A transaction over a few cells needs no sets to search, no look-up of a context, and no
   * read version: each first read of a cell looks back at the cells read before.
   *
   *     read:    word := word(cell), free;  value := value(cell);  every cell that was read before
   *              has its word still, or else spill
   *     commit:  lock the written cells, by compare-and-set from the word of the read;  draw the
   *              version;  every cell that was only read has its word still;  publish
   *
   * A snapshot lists nothing. It reads any number of cells, with a read version, as Reader does in
   * the mode UNPINNED.
   *
   * Whatever goes wrong, the attempt spills, and the Attempt finds out whether it is lost.
   *
   * Invariants:
   *  B1  All values that the body has read were current at one instant, or belonged to commits that
   *      were decided and write none of the other cells read. A cell that was compared counts as
   *      read. Proof. Cells are read in the order c1, c2, ... Let ci be the last one. When its
   *      value was read, the others had the values that the body has: afterwards they had the words
   *      of their reads still, a value changes only under a lock (Cell.I2), and no word comes twice
   *      (Cell.I1). The value of ci is that of its word, or of a later commit. That commit holds,
   *      or has released, the locks of all that it writes, so it writes none of the others. If the
   *      value of ci is not that of its word, the next look at the word spills. A body that reads a
   *      cell again gets the same value, and only while it is the present one, so it does not wait
   *      for a change for ever.
   *  B2  As Commit.C1: the version is drawn after every lock, and before the look at the words.
   *  B3  As Commit.C4: waiters are looked for after the last lock, history after the draw.
   *  B4  As Commit.C3: every step that can fail comes before the first value is published.
   *  B5  A step that fails for lack of stack or memory has no effect (Attempt.A2): between the
   *      first and the last field that it changes, it calls nothing. Spilling has its memory
   *      before it changes anything.
   *  B9  Of a cell that was compared and is written, only the answer counts: it is locked under any
   *      word, and compared again under the lock. If any other cell that was compared has changed,
   *      the Attempt finds out whether the answer has flipped.
   *  B10 The gate is the cell that the attempt has read first, and counts as one in B1 and B2. It
   *      is not in the list, so that no search for another cell passes it. What is written to it
   *      is in the list; then the words differ when the reads are validated, and the attempt
   *      spills.
   *  B11 A cell that is only added to may be represented by its stripe, from the lock on. If that
   *      would take history, or if the commit gives up, the cell takes its place again (Stripes).
   *
   * Serialisation point: the draw of the version. Of an attempt that writes nothing: the last read
   * of B1. Of a snapshot: that of an unpinned Attempt, since it reads as one.
   *
   * Locks. A cell that was read is not waited for. For a cell that was not, see LockOrder.
   *
   * Rejected. Fields for two cells: 4 ns less for two refs, but twice the code. Arrays: slower than
   * linked objects.
   */
  /** How many cells a transaction may use. */
  static final int CELLS = 4;

  /** After this number of uses, the object is replaced; see {@link Attempt}. */
  private static final int BEGUN_MAX = 1 << 14;

  /** The kinds of use. Numbers, because storing a reference costs more. */
  private static final int READ = 0;

  /** Compared, without a value, and not written. */
  private static final int COMPARED = 1;

  private static final int SET = 2;
  private static final int ADD_LONG = 3;
  private static final int ADD_INT = 4;
  private static final int ADD_DOUBLE = 5;

  /** How many transactions began here. */
  private int begun;

  private final Outgrowth updates = new Outgrowth();
  private final Outgrowth snapshots = new Outgrowth();

  /** The read version of a snapshot; 0 if the transaction is not one. */
  private long readVersion;

  /** How many reads the snapshot has made. */
  private int snapshotReads;

  private TransactionOptions options = TransactionOptions.DEFAULT;

  /** Which attempt of its transaction this is, from 1. */
  private int number = 1;

  /** The uses, in the order of first use; behind the last that can be used is one that cannot. */
  private final Use first = uses(CELLS);

  /** How many uses there are, and how many of them write. */
  private int used;

  private int written;

  /** What {@link #readGate} has read; not in the list. It stays here when the attempt ends. */
  private @Nullable BitsCell gate;

  /** The word under which the gate was read; UNREAD if there is no gate. */
  private long gateWord = ReadSet.UNREAD;

  private long gateBits;

  /** The use of one cell: what was read, and what is to be written. */
  private static final class Use {
    /** Null if the use is not in use, and so are those behind it. */
    @Nullable Cell cell;

    /** The word under which the cell was read, or UNREAD. */
    long word;

    /** The word before the lock. */
    long wordBefore;

    /** The value or the summand, for a bits cell. */
    long bits;

    /** The value, for an object cell. */
    @Nullable Object object;

    int kind;

    /** Whether the cell was compared, and not read: its value is one of low to high. */
    boolean compared;

    long low;
    long high;

    /** The next use; this one behind the last that can be used. */
    final Use next;

    /** Makes a use before {@code next}, or, if that is null, the one that cannot be used. */
    Use(@Nullable Use next) {
      this.next = next == null ? this : next;
    }

    boolean isBeyondLast() {
      return next == this;
    }

    /** Whether the value is the pending one, or was read and is still the present one. */
    boolean isKnown(Cell present) {
      return kind == READ ? present.wordVolatile() == word : kind == SET;
    }

    boolean isWritten() {
      return kind > COMPARED;
    }

    /** Whether the cell may be locked under any word: only its answer, if any, must be true. */
    boolean locksAnyWord() {
      return word == ReadSet.UNREAD || compared;
    }

    boolean isBlindAddition() {
      return kind > SET && word == ReadSet.UNREAD && !compared;
    }

    /** In a test, whether the cell is to be lent without contention. */
    boolean isToBeLent() {
      return Points.lends() && isBlindAddition();
    }

    boolean isTrueOf(Cell locked) {
      return !compared
          || !(locked instanceof BitsCell bitsCell)
          || Interval.contains(low, high, bitsCell.bitsAcquire());
    }

    void clear() {
      cell = null;
      kind = READ;
      compared = false;
      if (object != null) {
        object = null;
      }
    }
  }

  private static Use uses(int count) {
    return new Use(count == 0 ? null : uses(count - 1));
  }

  /** Makes an object that {@code keeper} keeps; if that is null, one that any thread may claim. */
  Brief(@Nullable Keeper keeper) {
    super(keeper);
  }

  private static int kind(Operation addition) {
    return switch (addition) {
      case ADD_LONG -> ADD_LONG;
      case ADD_INT -> ADD_INT;
      case ADD_DOUBLE -> ADD_DOUBLE;
      case SET, COMMUTE -> throw new IllegalArgumentException("not an addition: " + addition);
    };
  }

  private static Operation addition(int kind) {
    return switch (kind) {
      case ADD_INT -> Operation.ADD_INT;
      case ADD_DOUBLE -> Operation.ADD_DOUBLE;
      default -> Operation.ADD_LONG;
    };
  }

  // ---- beginning ----

  /**
   * Begins an attempt of thread {@code id}, number {@code newNumber} of its transaction; null if it
   * must begin as an {@link Attempt}, or is nested.
   */
  static @Nullable Brief begin(
      long id, TransactionOptions newOptions, boolean readOnly, int newNumber) {
    if (Diagnosis.isOn()) {
      return null;
    }
    Brief brief = Briefs.of(id);
    if (!brief.isIdle(id)
        || brief.outgrowth(readOnly).isToSkip()
        || brief.begun == BEGUN_MAX
        || Points.ON) {
      brief = claimOrSkip(id, readOnly);
    }
    if (brief == null) {
      return null;
    }
    if (brief.options != newOptions) {
      brief.options = newOptions;
    }
    brief.readVersion = readOnly ? Clock.now() : 0;
    brief.snapshotReads = 0;
    brief.number = newNumber;
    brief.begun++;
    brief.enter(id);
    Points.reached(Point.BEGUN);
    return brief;
  }

  private static @Nullable Brief claimOrSkip(long id, boolean readOnly) {
    Brief claimed = Briefs.claim(id);
    if (claimed == null) {
      return null;
    }
    if (claimed.outgrowth(readOnly).skipsNext()) {
      claimed.leave();
      return null;
    }
    return claimed.begun == BEGUN_MAX ? Briefs.replace(claimed, id) : claimed;
  }

  private Outgrowth outgrowth(boolean ofSnapshots) {
    return ofSnapshots ? snapshots : updates;
  }

  /**
   * Notes that a snapshot of the calling thread would have outgrown brief mode, if the thread keeps
   * an object.
   */
  static void outgrowSnapshots() {
    long id = Thread.currentThread().threadId();
    Brief brief = Briefs.of(id);
    if (brief.contextOf(id) != null) {
      brief.snapshots.outgrow();
    }
  }

  /** For tests: thread {@code id} begins in brief mode again. */
  static void forgetSpills(long id) {
    Brief brief = Briefs.of(id);
    if (brief.isIdle(id)) {
      brief.updates.forget();
      brief.snapshots.forget();
    }
  }

  // ---- reading ----

  long read(BitsCell cell) {
    if (isSnapshot()) {
      return readInSnapshot(cell);
    }
    Use use = first;
    for (Cell present = use.cell; present != null; present = use.cell) {
      if (present == cell) {
        return use.isKnown(cell) ? use.bits : spill().read(cell);
      }
      use = use.next;
    }
    long word = Single.awaitUnlocked(cell);
    Points.reached(Point.WORD_READ);
    long bits = cell.bitsAcquire();
    if (!Word.isFree(word) || !areUnchanged()) {
      return spill().read(cell);
    }
    if (use.isBeyondLast()) {
      return outgrow().read(cell);
    }
    use.word = word;
    use.bits = bits;
    use.cell = cell;
    used++;
    Points.reached(Point.READ);
    return bits;
  }

  /**
   * Reads a cell that many transactions read first, and that hardly ever changes. It takes the
   * place of none of the {@link #CELLS}, unless another cell was read first.
   */
  long readGate(BitsCell cell) {
    if (cell == gate && gateWord != ReadSet.UNREAD) {
      boolean isPending = use(cell).cell != null;
      return isPending || !isGateUnchanged() ? spill().read(cell) : gateBits;
    }
    if (used != 0 || gateWord != ReadSet.UNREAD || isSnapshot()) {
      return read(cell);
    }
    long word = Single.awaitUnlocked(cell);
    Points.reached(Point.WORD_READ);
    long bits = cell.bitsAcquire();
    if (!Word.isFree(word)) {
      return spill().read(cell);
    }
    if (gate != cell) {
      gate = cell;
    }
    gateBits = bits;
    gateWord = word;
    Points.reached(Point.READ);
    return bits;
  }

  private boolean isGateUnchanged() {
    BitsCell cell = gate;
    return gateWord == ReadSet.UNREAD || cell == null || cell.wordVolatile() == gateWord;
  }

  @Nullable Object read(ObjectCell cell) {
    if (isSnapshot()) {
      return readInSnapshot(cell);
    }
    Use use = first;
    for (Cell present = use.cell; present != null; present = use.cell) {
      if (present == cell) {
        return use.isKnown(cell) ? use.object : spill().read(cell);
      }
      use = use.next;
    }
    long word = Single.awaitUnlocked(cell);
    Points.reached(Point.WORD_READ);
    Object value = cell.valueAcquire();
    if (!Word.isFree(word) || !areUnchanged()) {
      return spill().read(cell);
    }
    if (use.isBeyondLast()) {
      return outgrow().read(cell);
    }
    use.word = word;
    use.object = value;
    use.cell = cell;
    used++;
    Points.reached(Point.READ);
    return value;
  }

  /** The pending value if that is known, or else the committed one; neither is validated. */
  long peek(BitsCell cell) {
    Use use = use(cell);
    return use.cell != null && use.kind == SET ? use.bits : Single.get(cell);
  }

  @Nullable Object peek(ObjectCell cell) {
    Use use = use(cell);
    return use.cell != null && use.kind == SET ? use.object : Single.get(cell);
  }

  /** Whether the value is one of {@code low} to {@code high}; remembers the answer. */
  boolean isIn(BitsCell cell, long low, long high) {
    if (isSnapshot()) {
      return Interval.contains(low, high, readInSnapshot(cell));
    }
    Use use = use(cell);
    if (use.cell != null) {
      return use.isKnown(cell)
          ? Interval.contains(low, high, use.bits)
          : spill().isIn(cell, new Interval(low, high));
    }
    long word = Single.awaitUnlocked(cell);
    Points.reached(Point.WORD_READ);
    long bits = cell.bitsAcquire();
    if (!Word.isFree(word) || !areUnchanged()) {
      return spill().isIn(cell, new Interval(low, high));
    }
    if (use.isBeyondLast()) {
      return outgrow().isIn(cell, new Interval(low, high));
    }
    boolean yes = Interval.contains(low, high, bits);
    use.word = word;
    use.low = yes ? low : high + 1;
    use.high = yes ? high : low - 1;
    use.compared = true;
    use.kind = COMPARED;
    use.bits = 0;
    use.cell = cell;
    used++;
    Points.reached(Point.READ);
    return yes;
  }

  /** Whether every cell that was read or compared has its word still. */
  private boolean areUnchanged() {
    Cell cell;
    for (Use use = first; (cell = use.cell) != null; use = use.next) {
      if (use.word != ReadSet.UNREAD && cell.wordVolatile() != use.word) {
        return false;
      }
    }
    return isGateUnchanged();
  }

  // ---- reading in a snapshot ----

  private boolean isSnapshot() {
    return readVersion != 0;
  }

  private long readInSnapshot(BitsCell cell) {
    long word;
    long bits;
    do {
      word = visibleWord(cell);
      if (word == ReadSet.UNREAD) {
        return outgrow().read(cell);
      }
      Points.reached(Point.WORD_READ);
      bits = cell.bitsAcquire();
    } while (cell.wordVolatile() != word);
    snapshotReads++;
    Points.reached(Point.READ);
    return bits;
  }

  private @Nullable Object readInSnapshot(ObjectCell cell) {
    long word;
    Object value;
    do {
      word = visibleWord(cell);
      if (word == ReadSet.UNREAD) {
        return outgrow().read(cell);
      }
      Points.reached(Point.WORD_READ);
      value = cell.valueAcquire();
    } while (cell.wordVolatile() != word);
    snapshotReads++;
    Points.reached(Point.READ);
    return value;
  }

  /**
   * A word whose value belongs to the snapshot, if the cell has it still after the value was read;
   * UNREAD if the snapshot must spill.
   */
  private long visibleWord(Cell cell) {
    long word = cell.wordVolatile();
    return !Word.isLocked(word) && Word.version(word) < readVersion ? word : firstWord(cell);
  }

  /** Moves the read version past that of {@code cell}; UNREAD if it is not the first one read. */
  private long firstWord(Cell cell) {
    if (snapshotReads != 0) {
      return ReadSet.UNREAD;
    }
    long word = Single.awaitUnlocked(cell);
    readVersion = Clock.passed(Word.version(word));
    Points.reached(Point.EXTENDED);
    return word;
  }

  // ---- writing ----

  void write(BitsCell cell, long bits) {
    Use use = use(cell);
    if (use.isBeyondLast() || isSnapshot()) {
      outgrow().write(cell, bits);
      return;
    }
    setWritten(use, SET);
    use.bits = bits;
    if (use.cell == null) {
      use.word = ReadSet.UNREAD;
      use.cell = cell;
      used++;
    }
  }

  void write(ObjectCell cell, @Nullable Object value) {
    Use use = use(cell);
    if (use.isBeyondLast() || isSnapshot()) {
      outgrow().write(cell, value);
      return;
    }
    setWritten(use, SET);
    use.object = value;
    if (use.cell == null) {
      use.word = ReadSet.UNREAD;
      use.cell = cell;
      used++;
    }
  }

  void add(BitsCell cell, Operation addition, long summand) {
    Use use = use(cell);
    if (use.isBeyondLast() || isSnapshot()) {
      outgrow().add(cell, addition, summand);
    } else if (use.cell == null) {
      setWritten(use, kind(addition));
      use.bits = summand;
      use.word = ReadSet.UNREAD;
      use.cell = cell;
      used++;
    } else {
      long sum = addition.add(use.bits, summand);
      setWritten(use, use.kind == READ ? SET : use.kind == COMPARED ? kind(addition) : use.kind);
      use.bits = sum;
    }
  }

  private void setWritten(Use use, int kind) {
    if (!use.isWritten()) {
      written++;
    }
    use.kind = kind;
  }

  /** The use of {@code cell}, or the next one that is not in use. */
  private Use use(Cell cell) {
    Use use = first;
    while (use.cell != cell && use.cell != null) {
      use = use.next;
    }
    return use;
  }

  // ---- spilling ----

  /** Continues as an {@link Attempt}, as will some of the next transactions. */
  Attempt outgrow() {
    outgrowth(isSnapshot()).outgrow();
    return spill();
  }

  /**
   * Continues as an {@link Attempt}, which adopts everything; throws {@link Signal} if that is
   * lost.
   */
  Attempt spill() {
    StackRoom.require();
    Attempt attempt = Context.ofThread().lease();
    if (isSnapshot()) {
      attempt.beginSnapshot(options, readVersion, snapshotReads);
    } else if (number == 1) {
      attempt.beginFirst(options, false);
    } else {
      attempt.begin(options, false, Mode.RECORDING, number);
    }
    if (gate != null && gateWord != ReadSet.UNREAD) {
      attempt.reads.add(gate, gateWord);
    }
    Cell cell;
    for (Use use = first; (cell = use.cell) != null; use = use.next) {
      adopt(attempt, cell, use);
    }
    clear();
    leaveForAttempt();
    if (attempt.recorded() != 0) {
      attempt.requireReadsUnchanged();
    }
    return attempt;
  }

  private static void adopt(Attempt attempt, Cell cell, Use use) {
    if (use.compared && cell instanceof BitsCell bitsCell) {
      attempt.adopt(bitsCell, use.word, use.low, use.high);
    } else if (use.word != ReadSet.UNREAD) {
      attempt.reads.add(cell, use.word);
    }
    if (use.isWritten()) {
      if (cell instanceof ObjectCell objectCell) {
        attempt.write(objectCell, use.object);
      } else if (cell instanceof BitsCell bitsCell) {
        adopt(attempt, bitsCell, use.kind, use.bits);
      }
    }
  }

  private static void adopt(Attempt attempt, BitsCell cell, int kind, long bits) {
    if (kind == SET) {
      attempt.write(cell, bits);
    } else {
      attempt.add(cell, addition(kind), bits);
    }
  }

  // ---- ending ----

  /** Drops all effects. */
  void rollback() {
    end();
    Points.reached(Point.ROLLED_BACK);
  }

  private void end() {
    clear();
    leave();
  }

  private void clear() {
    for (Use use = first; use.cell != null; use = use.next) {
      use.clear();
    }
    used = 0;
    written = 0;
    gateWord = ReadSet.UNREAD;
  }

  /** Commits; false, with nothing locked or changed, if it must spill. */
  boolean commit() {
    if (written != 0 && (Diagnosis.isOn() || !lockAndPublish())) {
      return false;
    }
    outgrowth(isSnapshot()).fit();
    end();
    return true;
  }

  /**
   * Commits what is written; false, with nothing locked or changed, if it must spill.
   *
   * <p>It is one method so that the compiler calls it: HotSpot inlines none of more than 325 bytes
   * of bytecode. If this were inlined, {@link Execution#run} would have so much code that its
   * callers would call it, and every transaction would allocate its body.
   */
  private boolean lockAndPublish() {
    // 1. Lock what is written.
    Points.reached(Point.COMMIT_STARTED);
    if (!lock()) {
      return false;
    }
    Cell[] toWake;
    boolean kept = false;
    long version;
    try {
      // 2. Look for waiters (B3), and draw the version (B2).
      toWake = Waiters.any() ? writtenCells() : Commit.NOBODY;
      version = Clock.now();
      Points.reached(Point.VERSION_DRAWN);

      // 3. Validate what was only read or compared (B1, B2).
      if (used != written) {
        Cell cell;
        for (Use use = first; (cell = use.cell) != null; use = use.next) {
          if (!use.isWritten() && cell.wordVolatile() != use.word) {
            unlock(null);
            return false;
          }
        }
      }
      boolean isValid = isGateUnchanged();
      Points.reached(Point.READS_VALIDATED);
      if (!isValid || Points.failValidation() || isStripeInSnapshot()) {
        unlock(null);
        return false;
      }

      // 4. Keep the values that pinned snapshots may need (B3).
      long newest = Snapshots.newest();
      if (newest != Snapshots.NONE) {
        Cell cell;
        for (Use use = first; (cell = use.cell) != null; use = use.next) {
          long before = Word.version(use.wordBefore);
          if (use.isWritten() && before < newest && !(cell instanceof Stripe)) {
            Snapshots.push(cell, before, version);
            kept = true;
          }
        }
        Points.reached(Point.HISTORY_KEPT);
      }
    } catch (Throwable t) {
      unlock(null);
      Commit.sweepHistory(true);
      throw t;
    }

    // 5. Publish: value, then word, cell by cell. From here on, nothing fails (B4).
    Use use = first;
    for (Cell cell = use.cell; cell != null; cell = use.cell) {
      if (use.isWritten()) {
        if (cell instanceof BitsCell bitsCell) {
          bitsCell.bitsRelease(
              use.kind == SET
                  ? use.bits
                  : addition(use.kind).add(bitsCell.bitsAcquire(), use.bits));
        } else if (cell instanceof ObjectCell objectCell) {
          objectCell.valueRelease(use.object);
        }
        Points.reached(Point.VALUE_WRITTEN);
        cell.wordRelease(Cell.wordAfter(use.wordBefore, version));
        Points.reached(Point.VALUE_PUBLISHED);
      }
      use.clear();
      use = use.next;
    }

    // 6. Wake the waiters, and drop history that nobody needs.
    Commit.wake(toWake);
    Commit.sweepHistory(kept);
    Points.reached(Point.COMMITTED);
    return true;
  }

  /** Locks the written cells; false, with none locked, if it must spill. */
  private boolean lock() {
    for (int i = 0; i < Commit.TRIES_MAX; i++) {
      Use refused = lockAll();
      if (refused == null) {
        Points.reached(Point.WRITE_LOCKED);
        return true;
      }
      unlock(refused);
      if (!mayBeLockedLater(refused)) {
        return false;
      }
    }
    return false;
  }

  /** Locks the written cells up to the first one that cannot be locked; null if all are locked. */
  private @Nullable Use lockAll() {
    Use use = first;
    try {
      for (Cell cell = use.cell; cell != null; cell = use.cell) {
        if (use.isWritten() && !lock(use, cell)) {
          return use;
        }
        use = use.next;
      }
      return null;
    } catch (Throwable t) {
      unlock(use);
      throw t;
    }
  }

  private boolean lock(Use use, Cell cell) {
    long word = use.locksAnyWord() ? cell.wordVolatile() : use.word;
    if (Word.isFree(word) && !Elder.wants(cell) && !use.isToBeLent() && cell.tryLock(word)) {
      return acceptsLocked(use, cell, word);
    }
    return lockContended(use, cell);
  }

  private boolean lockContended(Use use, Cell cell) {
    Cell locked = cellOrStripe(use, cell);
    if (locked == null || !acceptsLocked(use, locked, Word.freed(locked.wordAcquire()))) {
      return false;
    }
    use.cell = locked;
    return true;
  }

  /** Locks the cell, or a stripe of it, if the use only adds; null if neither can be locked. */
  private @Nullable Cell cellOrStripe(Use use, Cell cell) {
    boolean waits = mayWait(use, cell);
    if (use.isBlindAddition() && cell instanceof BitsCell bitsCell) {
      return waits ? Stripes.lock(bitsCell, addition(use.kind)) : Stripes.lockOwn(bitsCell);
    }
    return waits && LockOrder.lock(cell) != ReadSet.UNREAD ? cell : null;
  }

  /** Whether the locked cell, which had {@code word} before, may be written; if not, unlocks it. */
  private static boolean acceptsLocked(Use use, Cell cell, long word) {
    Points.reached(Point.CELL_LOCKED);
    if (cell.activeAttachment() != null || !use.isTrueOf(cell)) {
      cell.wordRelease(word);
      return false;
    }
    use.wordBefore = word;
    return true;
  }

  /** Whether the commit may wait for {@code cell} while it holds those of the uses before. */
  private boolean mayWait(Use use, Cell cell) {
    Cell held;
    for (Use u = first; u != use && (held = u.cell) != null; u = u.next) {
      if (u.isWritten() && !LockOrder.isInOrder(lender(held), cell)) {
        return false;
      }
    }
    return use.locksAnyWord();
  }

  /** The cell that is locked by means of this one: itself, unless it is a stripe. */
  private static Cell lender(Cell locked) {
    return locked instanceof Stripe stripe ? stripe.lender : locked;
  }

  /**
   * Whether it makes sense to try again; waits briefly, without locks, if another holds the cell.
   */
  private static boolean mayBeLockedLater(Use refused) {
    Cell cell = refused.cell;
    return cell != null
        && refused.locksAnyWord()
        && refused.isTrueOf(cell)
        && cell.activeAttachment() == null
        && !Word.isOwned(cell.wordVolatile())
        && !Elder.wants(cell)
        && awaitLockable(refused, cell);
  }

  private static boolean awaitLockable(Use refused, Cell cell) {
    if (refused.isBlindAddition() && cell instanceof BitsCell bitsCell) {
      return Stripes.awaitLockable(bitsCell, addition(refused.kind));
    }
    return LockOrder.awaitUnlocked(cell);
  }

  /**
   * Releases the locks of the uses before {@code end}, or of all, and leaves the cells as they
   * were.
   */
  private void unlock(@Nullable Use end) {
    Cell cell;
    for (Use use = first; use != end && (cell = use.cell) != null; use = use.next) {
      if (use.isWritten()) {
        cell.wordRelease(use.wordBefore);
        use.cell = lender(cell);
      }
    }
  }

  private Cell[] writtenCells() {
    Cell[] cells = new Cell[written];
    int n = 0;
    Cell cell;
    for (Use use = first; (cell = use.cell) != null; use = use.next) {
      if (use.isWritten()) {
        cells[n++] = cell;
      }
    }
    return cells;
  }

  /** Whether a pinned snapshot may need the value of a cell without the additions to come (B11). */
  private boolean isStripeInSnapshot() {
    long newest = Snapshots.newest();
    if (newest == Snapshots.NONE) {
      return false;
    }
    Cell cell;
    for (Use use = first; (cell = use.cell) != null; use = use.next) {
      if (use.isWritten() && cell instanceof Stripe && Word.version(use.wordBefore) < newest) {
        return true;
      }
    }
    return false;
  }
}
