package io.isolde.stm.engine;

import io.isolde.stm.TransactionOptions;
import io.isolde.stm.engine.Points.Point;
import io.isolde.stm.engine.Reader.Mode;
import io.isolde.stm.engine.WriteEntry.Operation;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An attempt in brief mode: as long as a transaction has used only a few cells, and has only read,
 * set and added to them, one short list says all about it. If it does anything else, it spills: an
 * {@link Attempt} adopts what it has read and written so far, and continues. Used by one thread at
 * a time, the one that has claimed the object.
 */
final class Brief {
  /*
   * Idea. A transaction over a few cells needs no sets to search, no look-up of a context, and no
   * read version: each first read of a cell looks back at the cells read before.
   *
   *     read:    word := word(cell), free;  value := value(cell);  every cell that was read before
   *              has its word still, or else spill
   *     commit:  lock the written cells, by compare-and-set from the word of the read;  draw the
   *              version;  every cell that was only read has its word still;  publish
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
   *  B6  If mark is a thread's id, the transaction of that thread is here. Only the thread writes
   *      its id, and only where it has found its own -id, or has put it there by compare-and-set.
   *  B7  If mark is -id, thread id is outside of transactions, or about to begin here: the mark
   *      becomes IN_ATTEMPT + id before an Attempt of the thread opens.
   *  B8  A slot of TABLE changes from NOBODY once, and then only by the thread that has claimed the
   *      object in it. So a thread finds its object as long as its transaction is there.
   *  B9  Of a cell that was compared and is written, only the answer counts: it is locked under any
   *      word, and compared again under the lock. If any other cell that was compared has changed,
   *      the Attempt finds out whether the answer has flipped.
   *
   * Serialisation point: the draw of the version. Of an attempt that writes nothing: the last read
   * of B1.
   *
   * Locks. A cell that was read is not waited for. For a cell that was not, commit waits a bounded
   * time, also while it holds others, if they come before it (Commit).
   *
   * Rejected. Fields for two cells: 4 ns less for two refs, but twice the code, and a transfer in a
   * store uses three cells. Arrays: slower than linked objects.
   */
  /** While points are on, so many that no two threads of a test share one. */
  static final int SLOTS = Points.ON ? 1 << 16 : 1 << 10;

  /** How many cells a transaction may use. */
  static final int CELLS = 4;

  /** The mark while no thread uses the object, and any may claim it. */
  private static final long FREE = 0;

  /** The mark while a thread that keeps the object is inside an {@link Attempt}: this + its id. */
  private static final long IN_ATTEMPT = Long.MIN_VALUE;

  /** The mark of an object that is not used again. */
  private static final long RETIRED = Long.MAX_VALUE;

  /** Stands for the word of a cell that is not to be waited for while others are locked. */
  private static final long GIVES_WAY = -2;

  /** After this number of uses, the object is replaced; see {@link Attempt}. */
  private static final int BEGUN_MAX = 1 << 14;

  /** After spills, at most 2 to this power transactions begin as an {@link Attempt}. */
  private static final int SPILLS_MAX = 6;

  /** The kinds of use. Numbers, because storing a reference costs more. */
  private static final int READ = 0;

  /** Compared, without a value, and not written. */
  private static final int COMPARED = 1;

  private static final int SET = 2;
  private static final int ADD_LONG = 3;
  private static final int ADD_INT = 4;
  private static final int ADD_DOUBLE = 5;

  private static final Brief NOBODY = new Brief(RETIRED, null);
  private static final Brief[] TABLE = new Brief[SLOTS];
  private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Brief[].class);
  private static final VarHandle MARK;

  static {
    try {
      MARK = MethodHandles.lookup().findVarHandle(Brief.class, "mark", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
    Arrays.fill(TABLE, NOBODY);
  }

  /** Who keeps an object between transactions. The thread may have died. */
  private record Keeper(long id, WeakReference<Thread> thread) {
    static Keeper ofThread(Thread thread) {
      return new Keeper(thread.threadId(), new WeakReference<>(thread));
    }

    boolean isDead() {
      Thread alive = thread.get();
      return alive == null || !alive.isAlive();
    }
  }

  private long mark;

  /** The mark between transactions: FREE, or minus the id of the thread that keeps the object. */
  private long idleMark;

  /** The platform thread that keeps the object; null if threads claim it for each transaction. */
  private @Nullable Keeper keeper;

  /** How many transactions began here. */
  private int begun;

  /** How many transactions are still to begin as an {@link Attempt}, because others spilled. */
  private int skips;

  /** How many transactions have outgrown brief mode one after the other, up to a limit. */
  private int spills;

  private TransactionOptions options = TransactionOptions.DEFAULT;

  /** Which attempt of its transaction this is, from 1. */
  private int number = 1;

  /** The uses, in the order of first use; behind the last that can be used is one that cannot. */
  private final Use first = uses(CELLS);

  /** How many uses there are, and how many of them write. */
  private int used;

  private int written;

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

  private Brief(long mark, @Nullable Keeper keeper) {
    this.mark = mark;
    this.idleMark = idleMark(keeper);
    this.keeper = keeper;
  }

  private static long idleMark(@Nullable Keeper keeper) {
    return keeper == null ? FREE : -keeper.id;
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

  // ---- finding and claiming ----

  /** The object where the transaction of thread {@code id} is if it is in brief mode. */
  static Brief of(long id) {
    return TABLE[slot(id)];
  }

  private static int slot(long id) {
    return (int) id & (SLOTS - 1);
  }

  /** The object that holds the calling thread's transaction; null if it is not in brief mode. */
  static @Nullable Brief ofThread() {
    long id = Thread.currentThread().threadId();
    Brief brief = of(id);
    return brief.isOf(id) ? brief : null;
  }

  /** Whether the calling thread is known to be outside of transactions. */
  static boolean isIdle() {
    long id = Thread.currentThread().threadId();
    return of(id).isIdle(id);
  }

  /** Whether this holds the transaction of thread {@code id}. */
  boolean isOf(long id) {
    return mark == id;
  }

  /** Whether thread {@code id} is known to be outside of transactions. */
  boolean isIdle(long id) {
    return mark == -id;
  }

  /**
   * Begins an attempt of thread {@code id}, number {@code newNumber} of its transaction; null if it
   * must begin as an {@link Attempt}, or is nested.
   */
  static @Nullable Brief begin(long id, TransactionOptions newOptions, int newNumber) {
    if (Diagnosis.isOn()) {
      return null;
    }
    Brief brief = of(id);
    if (brief.mark != -id || brief.skips != 0 || brief.begun == BEGUN_MAX || Points.ON) {
      brief = claim(brief, id);
    }
    if (brief == null) {
      return null;
    }
    if (brief.options != newOptions) {
      brief.options = newOptions;
    }
    brief.number = newNumber;
    brief.begun++;
    brief.mark = id;
    Points.reached(Point.BEGUN);
    return brief;
  }

  /** An object that thread {@code id} may begin with; null if there is none. */
  private static @Nullable Brief claim(Brief found, long id) {
    Brief claimed = found.mark == -id ? found : claimForOnce(found, id);
    if (claimed == null || claimed.skips()) {
      return null;
    }
    return claimed.begun == BEGUN_MAX ? claimed.replaced(id) : claimed;
  }

  private static @Nullable Brief claimForOnce(Brief found, long id) {
    if (found.mark == id || found.mark == IN_ATTEMPT + id || Context.ofAttempt() != null) {
      return null;
    }
    Brief present = found == NOBODY ? install(id, new Brief(FREE, null)) : found;
    present.passTo(null);
    return MARK.compareAndSet(present, FREE, -id) ? present : null;
  }

  private boolean skips() {
    if (Points.ON ? !Points.skipsBriefMode() : skips == 0) {
      return false;
    }
    skips = Math.max(0, skips - 1);
    MARK.setRelease(this, idleMark);
    return true;
  }

  private Brief replaced(long id) {
    Brief next = successor(id);
    SLOT.setRelease(TABLE, slot(id), next);
    mark = RETIRED;
    return next;
  }

  private Brief successor(long id) {
    try {
      return new Brief(-id, keeper);
    } catch (Throwable t) {
      MARK.setRelease(this, idleMark);
      throw t;
    }
  }

  private static Brief install(long id, Brief made) {
    Brief present = (Brief) SLOT.compareAndExchange(TABLE, slot(id), NOBODY, made);
    return present == NOBODY ? made : present;
  }

  /** Lets the calling platform thread keep the object of its slot, if no living thread does. */
  static void keep(Thread thread) {
    StackRoom.require();
    long id = thread.threadId();
    Keeper keeper = Keeper.ofThread(thread);
    Brief made = new Brief(-id, keeper);
    Brief present = install(id, made);
    if (present != made) {
      present.passTo(keeper);
    }
  }

  /**
   * Lets {@code next} keep the object, or, if that is null, any thread claim it, unless a living
   * thread keeps it or has claimed it.
   */
  private void passTo(@Nullable Keeper next) {
    Keeper last = keeper;
    boolean isToPass = last == null ? next != null : last.isDead();
    if (isToPass && MARK.compareAndSet(this, idleMark(last), RETIRED)) {
      idleMark = idleMark(next);
      keeper = next;
      MARK.setRelease(this, idleMark);
    }
  }

  /** For tests: thread {@code id} begins in brief mode again. */
  static void forgetSpills(long id) {
    Brief brief = of(id);
    if (brief.mark == -id) {
      brief.skips = 0;
      brief.spills = 0;
    }
  }

  /** Notes that an {@link Attempt} of thread {@code id} is about to open. */
  static void enterAttempt(long id) {
    Brief brief = of(id);
    if (brief.mark == -id) {
      brief.mark = IN_ATTEMPT + id;
    }
  }

  /** Notes that it has ended. */
  static void leaveAttempt(long id) {
    Brief brief = of(id);
    if (brief.mark == IN_ATTEMPT + id) {
      brief.mark = -id;
    }
  }

  // ---- reading ----

  long read(BitsCell cell) {
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

  @Nullable Object read(ObjectCell cell) {
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

  /** Whether the value is one of {@code low} to {@code high}; remembers the answer. */
  boolean isIn(BitsCell cell, long low, long high) {
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
    return true;
  }

  // ---- writing ----

  void write(BitsCell cell, long bits) {
    Use use = use(cell);
    if (use.isBeyondLast()) {
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
    if (use.isBeyondLast()) {
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
    if (use.isBeyondLast()) {
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

  /** Continues as an {@link Attempt}; so will the next transactions, the more the more spill. */
  Attempt outgrow() {
    spills = Math.min(spills + 1, SPILLS_MAX);
    skips = 1 << spills;
    return spill();
  }

  /**
   * Continues as an {@link Attempt}, which adopts everything; throws {@link Signal} if that is
   * lost.
   */
  Attempt spill() {
    StackRoom.require();
    Attempt attempt = Context.ofThread().lease();
    if (number == 1) {
      attempt.beginFirst(options, false);
    } else {
      attempt.begin(options, false, Mode.RECORDING, number);
    }
    Cell cell;
    for (Use use = first; (cell = use.cell) != null; use = use.next) {
      adopt(attempt, cell, use);
    }
    end(idleMark == FREE ? FREE : IN_ATTEMPT + mark);
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
    end(idleMark);
    Points.reached(Point.ROLLED_BACK);
  }

  private void end(long newMark) {
    for (Use use = first; use.cell != null; use = use.next) {
      use.clear();
    }
    used = 0;
    written = 0;
    MARK.setRelease(this, newMark);
  }

  /** Commits; false, with nothing locked or changed, if it must spill. */
  boolean commit() {
    if (written != 0 && (Diagnosis.isOn() || !lockAndPublish())) {
      return false;
    }
    spills = 0;
    end(idleMark);
    return true;
  }

  private boolean lockAndPublish() {
    Points.reached(Point.COMMIT_STARTED);
    if (!lock()) {
      return false;
    }
    Cell[] toWake;
    boolean kept;
    long version;
    try {
      toWake = Waiters.any() ? writtenCells() : Commit.NOBODY;
      version = Clock.now();
      Points.reached(Point.VERSION_DRAWN);
      if (!isValid()) {
        unlock(null);
        return false;
      }
      kept = keepHistory(version);
    } catch (Throwable t) {
      unlock(null);
      throw t;
    }
    publish(version);
    Commit.wake(toWake);
    Commit.sweepHistory(kept);
    Points.reached(Point.COMMITTED);
    return true;
  }

  /** Locks the written cells; false, with none locked, if it must spill. */
  private boolean lock() {
    int givenWay = 0;
    Use use = first;
    for (Cell cell = use.cell; cell != null; cell = use.cell) {
      if (!use.isWritten() || lock(use, cell)) {
        use = use.next;
      } else {
        unlock(use);
        if (use.wordBefore != GIVES_WAY || ++givenWay == Commit.GIVES_WAY_MAX) {
          return false;
        }
        Single.awaitUnlocked(cell);
        use = first;
      }
    }
    Points.reached(Point.WRITE_LOCKED);
    return true;
  }

  /** Locks a cell and notes its word before; if it cannot, UNREAD or GIVES_WAY. */
  private boolean lock(Use use, Cell cell) {
    boolean any = use.locksAnyWord();
    long word = any ? cell.wordVolatile() : use.word;
    if (!Word.isFree(word) || Elder.wants(cell) || !cell.tryLock(word)) {
      word = any ? lockContended(use, cell) : ReadSet.UNREAD;
    }
    use.wordBefore = word;
    return word >= 0 && isAsExpected(use, cell);
  }

  /** Whether a cell that was just locked may be written; otherwise unlocks it. */
  private static boolean isAsExpected(Use use, Cell cell) {
    Points.reached(Point.CELL_LOCKED);
    boolean asExpected = cell.activeAttachment() == null && use.isTrueOf(cell);
    if (!asExpected) {
      cell.wordRelease(use.wordBefore);
    }
    return asExpected;
  }

  private long lockContended(Use use, Cell cell) {
    return isInOrder(use, cell) ? lockContended(cell) : GIVES_WAY;
  }

  /** Whether {@code cell} may be waited for while those before {@code end} are locked. */
  private boolean isInOrder(Use end, Cell cell) {
    Cell locked;
    for (Use use = first; use != end && (locked = use.cell) != null; use = use.next) {
      if (use.isWritten() && Commit.isLater(locked, cell)) {
        return false;
      }
    }
    return true;
  }

  /** Waits briefly for a cell that was not read; returns its word before, or UNREAD. */
  private static long lockContended(Cell cell) {
    int round = 0;
    while (round < Commit.LOCK_ROUNDS_MAX) {
      long word = cell.wordVolatile();
      if (Word.isOwned(word) || Elder.wants(cell)) {
        return ReadSet.UNREAD;
      }
      if (Word.isFree(word) && cell.tryLock(word)) {
        return word;
      }
      round = Pause.once(round);
    }
    return ReadSet.UNREAD;
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

  /** Whether the cells that were only read or compared still have their words. */
  private boolean isValid() {
    if (used != written) {
      Cell cell;
      for (Use use = first; (cell = use.cell) != null; use = use.next) {
        if (!use.isWritten() && cell.wordVolatile() != use.word) {
          return false;
        }
      }
    }
    Points.reached(Point.READS_VALIDATED);
    return !Points.failValidation();
  }

  private boolean keepHistory(long version) {
    long newest = Snapshots.newest();
    if (newest == Snapshots.NONE) {
      return false;
    }
    boolean kept = false;
    Cell cell;
    for (Use use = first; (cell = use.cell) != null; use = use.next) {
      if (use.isWritten() && Word.version(use.wordBefore) < newest) {
        Snapshots.push(cell, Word.version(use.wordBefore), version);
        kept = true;
      }
    }
    Points.reached(Point.HISTORY_KEPT);
    return kept;
  }

  private void publish(long version) {
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
  }
}
