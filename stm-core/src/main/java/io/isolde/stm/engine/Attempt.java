package io.isolde.stm.engine;

import io.isolde.stm.Participant;
import io.isolde.stm.TransactionOptions;
import io.isolde.stm.engine.CommitOrder.Turn;
import io.isolde.stm.engine.Hooks.When;
import io.isolde.stm.engine.Points.Point;
import io.isolde.stm.engine.WriteEntry.Kind;
import java.lang.invoke.VarHandle;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One execution of a transaction's body: what it has read and what it intends to write.
 * Thread-confined. The object is reused for later attempts of its thread or, through the pool, of
 * other threads.
 */
final class Attempt {
  /*
   * Goal. Transactions are strictly serialisable and opaque. Only written cells are locked, and
   * only during a commit. An attempt that only reads writes no shared memory, unless it extends,
   * pins a snapshot, or is the elder.
   *
   * Idea. Reads see the state as of the read version. When a read meets a newer value, it checks
   * that no earlier read has changed. While there are few reads, it does so each time (re-check).
   * Otherwise it first advances the clock and the read version, so that it need not check again
   * soon (extension). Writes wait in the write set until Commit.
   *
   * States:
   *
   *     IDLE ─begin─▶ ACTIVE ─commit──▶ IDLE                      committed
   *                   │ ▲ ▲ └─user function───────────▶ COMPUTING, participants ─▶ PREPARING
   *                   │ │ └──────────────resume──────────────┘
   *                   │ └─orElse: resume─┐
   *                   ├──retry──▶ RETRYING ──rollback──▶ IDLE     waits, then begins again
   *                   └──conflict──▶ LOST ───rollback──▶ IDLE     begins again
   *
   * READING stands for ACTIVE in a read-only transaction or block. An exception that the body
   * throws rolls back from any state.
   *
   * Invariants:
   *  A1  All values that a recording attempt has read were current at one instant, at or after the
   *      attempt's beginning. It is the instant at which the clock was read for readVersion or, if
   *      that was later, the one at which a value with a version not below readVersion was read;
   *      the earlier reads were then found unchanged.
   *  A2  In COMPUTING, PREPARING, LOST and RETRYING, and always for the elder, readVersion is 0, so
   *      that every read leaves the fast path.
   *  A3  Locks are held only within Commit. User code runs in ACTIVE and READING (body,
   *      before-commit hooks), in COMPUTING (commute functions, validators), and in IDLE (other
   *      hooks): never under a lock. The exception is participants: they run in PREPARING, where
   *      refs are refused.
   *  A4  An elder owns every cell that it has read until it ends, so its reads need no validation.
   *      If it is deposed, it finds out before it uses a further value, and before it commits
   *      (Elder.E3).
   *  A5  A pinned attempt finds, in a cell or its history, the newest value below its read version.
   *  A6  A step of the body that fails for lack of memory or stack has no effect, so a body that
   *      ignores the error commits the steps that succeeded. For writes, see WriteSet. Nested
   *      blocks and hooks require StackRoom, and the rollback to a savepoint needs no memory.
   *
   * Serialisation point. Of an attempt that writes: see Commit. Of a read-only one: the instant of
   * A1, or the tick that gave a pinned attempt its read version. Of a lost one: none.
   *
   * Rejected. Nodes with a pending state, installed by CAS: an allocation per write and one more
   * load per read. A clock that every commit increments: one contended cache line for all writers.
   */
  private static final int IDLE = 0;
  private static final int ACTIVE = 1;
  private static final int READING = 2;
  private static final int COMPUTING = 3;
  private static final int RETRYING = 4;
  private static final int LOST = 5;
  private static final int PREPARING = 6;

  /**
   * The object is replaced after this number of attempts that may write, because storing references
   * into a young object costs less.
   */
  private static final int WEAR_MAX = 1 << 14;

  private static final long IN_HISTORY = -1;

  /** Number of reads from which on a snapshot is long. */
  private static final int LONG_SNAPSHOT = 64;

  /** Number of reads that a pinned snapshot records, in case it calls {@code retry}. */
  private static final int REMEMBERED_MAX = 100;

  /**
   * How many snapshots are pinned at once after a long one was overtaken, before one starts without
   * a pin.
   */
  private static final int PINS_FIRST = 31;

  /**
   * Up to this number of reads, an attempt re-checks instead of advancing the clock, which all
   * threads read.
   */
  private static final int RECHECKED_MAX = 4;

  /**
   * One time in this number, an attempt advances the clock nevertheless, so that reads meet fewer
   * newer values.
   */
  private static final int RECHECKS_PER_EXTENSION = 8;

  /** How an attempt keeps its reads consistent. */
  enum Mode {
    /** Records its reads, to extend and validate. */
    RECORDING,
    /** Read-only: records nothing, and is lost if it is overtaken after its first read. */
    UNPINNED,
    /** Read-only: reads history, and is never overtaken. Records its first reads. */
    PINNED,
    /**
     * The same for a snapshot that has called {@code retry}: records all reads, to wait for their
     * change.
     */
    WAITING,
    /** Owns every cell that it reads. */
    ELDER
  }

  /** Why an attempt did not commit. */
  enum Ending {
    /** Something was thrown that the caller is to see. */
    FAILED,
    /** It called {@code retry}. */
    RETRY,
    CONFLICT,
    /** An unpinned snapshot met a newer value. */
    OVERTAKEN,
    /** A snapshot called {@code retry} without having recorded all its reads. */
    UNRECORDED
  }

  final ReadSet reads = new ReadSet();
  final WriteSet writes = new WriteSet();

  private boolean computes;

  private int state = IDLE;

  /** Whether ending the attempt takes more than the steps that are common to all attempts. */
  private boolean special;

  private Mode mode = Mode.RECORDING;

  /** How many reads a snapshot has made. */
  private int snapshotReads;

  /** How often, in all its attempts, this object has chosen between re-check and extension. */
  private int rechecks;

  /**
   * How many of the next snapshots to pin at once, because the last one was long and had been
   * overtaken.
   */
  private int pinsFirst;

  private long readVersion;

  /** {@link #readVersion} and {@link #state} as they were before they were suspended. */
  private long suspendedReadVersion;

  private int suspendedState;

  /** The read version at which a pinned snapshot is registered; 0 if none is. */
  private long pin;

  /** The actions to run around the end of the attempt; null if none were added. */
  private @Nullable Hooks hooks;

  /** The transaction-local values; null if the attempt has none. */
  private @Nullable Locals locals;

  /** Where the innermost nested block began; null outside nested blocks. */
  private @Nullable Savepoint savepoint;

  /** How many nested blocks the attempt has begun. */
  private int blocks;

  /** Why the attempt did not commit, if it is LOST or was rolled back. */
  private Ending ending = Ending.FAILED;

  private @Nullable Cell lostOver;

  private TransactionOptions options = TransactionOptions.DEFAULT;
  private int number = 1;
  private long serial;

  /** How many attempts of this object could write. */
  private int wear;

  /** When the attempt began, if a conflict recording was open then; otherwise 0. */
  private long beganNanos;

  // ---- lifecycle ----

  /** Starts the first attempt of a transaction. */
  void beginFirst(TransactionOptions newOptions, boolean readOnly) {
    if (readOnly && pinsFirst != 0) {
      pinsFirst--;
      begin(newOptions, true, Mode.PINNED, 1);
      return;
    }
    if (options != newOptions) {
      options = newOptions;
    }
    Mode first = readOnly ? Mode.UNPINNED : Mode.RECORDING;
    if (mode != first) {
      mode = first;
    }
    readVersion = Clock.now();
    begun(readOnly);
  }

  /** Starts a further attempt; {@code newNumber} counts from 1 within its transaction. */
  void begin(TransactionOptions newOptions, boolean readOnly, Mode newMode, int newNumber) {
    special = true;
    number = newNumber;
    options = newOptions;
    mode = newMode;
    switch (newMode) {
      case RECORDING, UNPINNED -> readVersion = Clock.now();
      case PINNED, WAITING -> {
        pin = Snapshots.pin();
        readVersion = pin;
      }
      case ELDER -> readVersion = 0;
    }
    begun(readOnly);
  }

  private void begun(boolean readOnly) {
    snapshotReads = 0;
    serial++;
    if (!readOnly) {
      wear++;
    }
    if (Diagnosis.isOn()) {
      special = true;
      beganNanos = System.nanoTime();
    }
    state = readOnly ? READING : ACTIVE;
    Points.reached(Point.BEGUN);
  }

  boolean isOpen() {
    return state != IDLE;
  }

  boolean isWorn() {
    return wear > WEAR_MAX || reads.isLarge() || writes.isLarge();
  }

  /** Distinguishes the attempts that this object has served. */
  long serial() {
    return serial;
  }

  int number() {
    return number;
  }

  /** How long the attempt has taken so far; 0 if no conflict recording was open when it began. */
  long nanos() {
    return beganNanos == 0 ? 0 : System.nanoTime() - beganNanos;
  }

  TransactionOptions options() {
    return options;
  }

  boolean isReadOnly() {
    return state == READING;
  }

  boolean isElder() {
    return mode == Mode.ELDER;
  }

  /**
   * Commits and returns the turn in which to run the after-commit actions, null if there are none.
   * Throws {@link Signal} if the attempt is lost or has called {@code retry}, or what a
   * before-commit hook, a commute function, a validator or a participant threw. In these cases
   * nothing has changed and the attempt is still open.
   */
  @Nullable Turn commit() {
    requireOpen();
    if (hooks != null) {
      hooks.runBeforeCommit();
      requireOpen();
    }
    Turn turn = null;
    if (writes.count() != 0) {
      turn = Commit.run(this);
    } else if (hooks != null) {
      turn = Commit.runWithoutWrites(this);
    }
    end();
    return turn;
  }

  /** Whether the new value of some cell must be computed before the cell is locked. */
  boolean computes() {
    return computes;
  }

  void setComputes() {
    special = true;
    computes = true;
  }

  /** Drops all effects and releases all that the attempt holds. */
  void rollback() {
    if (state == RETRYING) {
      ending = Ending.RETRY;
    } else if (state != LOST) {
      ending = Ending.FAILED;
    }
    end();
    Points.reached(Point.ROLLED_BACK);
  }

  /**
   * Ends the attempt. It keeps the reason for its end, its reads and its hooks until {@link
   * #forget}.
   */
  private void end() {
    state = IDLE;
    writes.clear();
    if (special) {
      giveUp();
    }
  }

  /** Prepares the object for another attempt. */
  void forget() {
    reads.clear();
    if (special) {
      forgetSpecial();
    }
  }

  /** Releases what others may wait for. */
  private void giveUp() {
    if (pin != 0) {
      long open = pin;
      pin = 0;
      Snapshots.unpin(open);
      foreseeNextSnapshot();
    } else if (mode == Mode.ELDER) {
      disownReads();
    }
  }

  private void forgetSpecial() {
    computes = false;
    hooks = null;
    locals = null;
    savepoint = null;
    blocks = 0;
    lostOver = null;
    number = 1;
    beganNanos = 0;
    special = false;
  }

  /**
   * Marks the object as not to be used again, because an error may have struck inside any
   * operation.
   */
  void wearOut() {
    wear = Integer.MAX_VALUE - 1;
  }

  /**
   * Decides whether to pin the next snapshots at once: for long snapshots beside writers, a start
   * without a pin would nearly always be in vain.
   */
  private void foreseeNextSnapshot() {
    if (snapshotReads < LONG_SNAPSHOT) {
      pinsFirst = 0;
    } else if (number > 1) {
      pinsFirst = PINS_FIRST;
    }
  }

  private void disownReads() {
    for (int i = 0; i < reads.count(); i++) {
      Elder.disown(reads.cell(i));
    }
    VarHandle.fullFence(); // Waiters.W1: the releases come before the read of the count
    if (Waiters.any()) {
      for (int i = 0; i < reads.count(); i++) {
        Waiters.wake(reads.cell(i));
      }
    }
  }

  // ---- losing and waiting ----

  boolean isRetrying() {
    return state == RETRYING;
  }

  boolean isLost() {
    return state == LOST;
  }

  /** Why it was rolled back. */
  Ending ending() {
    return ending;
  }

  @Nullable Cell lostOver() {
    return lostOver;
  }

  /** Marks the attempt as lost; throw the result. */
  Signal loseConflict(Cell over) {
    return lose(Ending.CONFLICT, over);
  }

  private Signal lose(Ending why, @Nullable Cell over) {
    special = true;
    ending = why;
    lostOver = over;
    suspend(LOST);
    return Signal.INSTANCE;
  }

  /** Asks to wait until a value that was read changes; throw the result. */
  Signal retry() {
    requireOpen();
    if (mode == Mode.UNPINNED || (mode == Mode.PINNED && snapshotReads > REMEMBERED_MAX)) {
      return lose(Ending.UNRECORDED, null);
    }
    suspend(RETRYING);
    return Signal.INSTANCE;
  }

  private void suspend(int newState) {
    if (state == ACTIVE || state == READING) {
      suspendedReadVersion = readVersion;
      suspendedState = state;
    }
    readVersion = 0;
    state = newState;
  }

  /** Continues after RETRYING (rolled back to a savepoint), COMPUTING or PREPARING. */
  void resume() {
    readVersion = suspendedReadVersion;
    state = suspendedState;
  }

  /** Requires ACTIVE or READING. */
  private void requireOpen() {
    if (state != ACTIVE && state != READING) {
      throw Sneaky.sneak(notOpen());
    }
  }

  private Throwable notOpen() {
    return switch (state) {
      case LOST, RETRYING -> Signal.INSTANCE;
      case COMPUTING ->
          new IllegalStateException(
              "a commute function or validator used a ref; it may use its argument only");
      case PREPARING ->
          new IllegalStateException(
              "a participant used a ref or its transaction in prepare or abandoned, where the refs"
                  + " of the transaction are locked");
      default -> new IllegalStateException("attempt in state " + state);
    };
  }

  private void requireWritable(Cell cell) {
    if (state != ACTIVE) {
      requireOpen();
      throw new IllegalStateException(
          "write to "
              + cell.label()
              + " in a snapshot, which is read-only; use Stm.atomic for transactions that write");
    }
  }

  // ---- reading ----

  @Nullable Object read(ObjectCell cell) {
    WriteEntry own = writes.find(cell);
    return own == null ? readCommitted(cell) : readOwn(cell, own);
  }

  long read(BitsCell cell) {
    WriteEntry own = writes.find(cell);
    return own == null ? readCommitted(cell) : readOwn(cell, own);
  }

  private @Nullable Object readCommitted(ObjectCell cell) {
    long word = cell.wordVolatile();
    Points.reached(Point.WORD_READ);
    Object value = cell.valueAcquire();
    if (!isVisible(word) || cell.wordAcquire() != word) {
      return readSlowly(cell);
    }
    track(cell, word);
    return value;
  }

  private long readCommitted(BitsCell cell) {
    long word = cell.wordVolatile();
    Points.reached(Point.WORD_READ);
    long bits = cell.bitsAcquire();
    if (!isVisible(word) || cell.wordAcquire() != word) {
      return readSlowly(cell);
    }
    track(cell, word);
    return bits;
  }

  private boolean isPinned() {
    return mode == Mode.PINNED || mode == Mode.WAITING;
  }

  private boolean isVisible(long word) {
    return !Word.isLocked(word) && Word.version(word) < readVersion;
  }

  private void track(Cell cell, long word) {
    if (mode == Mode.RECORDING) {
      reads.add(cell, Word.freed(word));
    } else {
      trackInSnapshot(cell, word);
    }
    Points.reached(Point.READ);
  }

  private void trackInSnapshot(Cell cell, long word) {
    int before = snapshotReads++;
    if (mode == Mode.WAITING || (mode == Mode.PINNED && before < REMEMBERED_MAX)) {
      reads.add(cell, Word.freed(word));
    }
  }

  /**
   * Reads a value in the cell's history. The cell has changed since, so a wait for a change ends at
   * once.
   */
  private Version readHistory(Cell cell) {
    Version past = Snapshots.find(cell, readVersion);
    track(cell, Word.free(past.version));
    return past;
  }

  private @Nullable Object readSlowly(ObjectCell cell) {
    while (true) {
      long word = settle(cell);
      if (word == IN_HISTORY) {
        return readHistory(cell).value;
      }
      Points.reached(Point.WORD_READ);
      Object value = cell.valueAcquire();
      if (cell.wordAcquire() == word) {
        confirm(word);
        track(cell, word);
        return value;
      }
    }
  }

  private long readSlowly(BitsCell cell) {
    while (true) {
      long word = settle(cell);
      if (word == IN_HISTORY) {
        return readHistory(cell).bits;
      }
      Points.reached(Point.WORD_READ);
      long bits = cell.bitsAcquire();
      if (cell.wordAcquire() == word) {
        confirm(word);
        track(cell, word);
        return bits;
      }
    }
  }

  /**
   * Waits, extends, or owns the cell, until the cell has a word under which its value may be read;
   * returns that word, or {@link #IN_HISTORY} if the value wanted is in the cell's history.
   */
  private long settle(Cell cell) {
    requireOpen();
    if (mode == Mode.ELDER) {
      return own(cell);
    }
    int round = 0;
    while (true) {
      long word = cell.wordVolatile();
      if (isPinned() && Word.version(word) >= readVersion) {
        return IN_HISTORY;
      } else if (Word.isLocked(word)) {
        round = Pause.once(round);
      } else if (Word.version(word) < readVersion || rechecks()) {
        return word;
      } else {
        extend(cell, Word.version(word));
      }
    }
  }

  /** Whether to {@link #confirm} a newer value instead of extending. */
  private boolean rechecks() {
    return mode == Mode.RECORDING && reads.count() <= RECHECKED_MAX && !isTimeToExtend();
  }

  private boolean isTimeToExtend() {
    return Points.ON ? Points.extendsAtOnce() : ++rechecks % RECHECKS_PER_EXTENSION == 0;
  }

  /**
   * Re-checks the earlier reads if the value read under {@code word} is not below the read version.
   */
  private void confirm(long word) {
    if (mode == Mode.RECORDING && Word.version(word) >= readVersion) {
      requireReadsUnchanged();
      Points.reached(Point.RECHECKED);
    }
  }

  /**
   * Advances the read version past {@code version}, found in {@code cell}; the attempt is lost if a
   * read has changed.
   */
  private void extend(Cell cell, long version) {
    if (mode == Mode.UNPINNED && snapshotReads != 0) {
      throw lose(Ending.OVERTAKEN, cell);
    }
    long now = Clock.passed(version);
    requireReadsUnchanged();
    readVersion = now;
    Points.reached(Point.EXTENDED);
  }

  /**
   * The attempt, which has locked {@code locked}, is lost if a read that it has recorded has
   * changed, or if it is the elder and has been deposed.
   */
  void validate(WriteSet locked) {
    if (mode == Mode.RECORDING) {
      requireUnchanged(reads.findChanged(locked));
    } else if (mode == Mode.ELDER && reads.count() != 0) {
      requireNotDeposed(reads.cell(0));
    }
  }

  private void requireNotDeposed(Cell owned) {
    if (Elder.isDeposed()) {
      throw loseConflict(owned);
    }
  }

  private void requireReadsUnchanged() {
    requireUnchanged(reads.findChanged());
  }

  private void requireUnchanged(@Nullable Cell changed) {
    if (changed != null) {
      throw loseConflict(changed);
    }
  }

  /** Whether {@code cell} was read and has changed since: validation would fail. */
  boolean isStale(Cell cell, long word) {
    return reads.isStale(cell, word);
  }

  /**
   * Owns {@code cell} for the elder; returns its word. Adds the cell to the reads first, because
   * only those are disowned in the end.
   */
  private long own(Cell cell) {
    reads.add(cell, Word.freed(cell.wordVolatile()));
    long word = Elder.own(cell);
    reads.amend(Word.freed(word));
    requireNotDeposed(cell);
    return word;
  }

  /** Waits until {@code cell} is not locked and returns its word; the elder owns the cell. */
  long awaitUnlocked(Cell cell) {
    return mode == Mode.ELDER ? own(cell) : Single.awaitUnlocked(cell);
  }

  private @Nullable Object readOwn(ObjectCell cell, WriteEntry own) {
    requireOpen();
    if (!own.isSet()) {
      Object current = readCommitted(cell);
      saveForUndo(own);
      Object applied = computing(() -> own.applyTo(current));
      own.set(applied);
    }
    return own.object();
  }

  private long readOwn(BitsCell cell, WriteEntry own) {
    requireOpen();
    if (!own.isSet()) {
      long current = readCommitted(cell);
      saveForUndo(own);
      long applied = computing(() -> own.applyTo(current));
      own.set(applied);
    }
    return own.bits();
  }

  /** The pending value if that is known, or else the committed one; neither is validated. */
  @Nullable Object peek(ObjectCell cell) {
    requireNotPreparing();
    WriteEntry own = writes.find(cell);
    return own != null && own.isSet() ? own.object() : Single.get(cell);
  }

  long peek(BitsCell cell) {
    requireNotPreparing();
    WriteEntry own = writes.find(cell);
    return own != null && own.isSet() ? own.bits() : Single.get(cell);
  }

  // ---- writing ----

  void write(ObjectCell cell, @Nullable Object value) {
    WriteEntry entry = pending(cell);
    if (entry == null) {
      entry = writes.reserve();
      entry.set(value);
      use(entry, cell);
    } else {
      entry.set(value);
    }
  }

  void write(BitsCell cell, long bits) {
    WriteEntry entry = pending(cell);
    if (entry == null) {
      entry = writes.reserve();
      entry.set(bits);
      use(entry, cell);
    } else {
      entry.set(bits);
    }
  }

  /**
   * Adds {@code summand} to the value that the cell will hold at commit; {@code kind} is one of the
   * additions.
   */
  void add(BitsCell cell, Kind kind, long summand) {
    WriteEntry entry = pending(cell);
    if (entry == null) {
      entry = writes.reserve();
      entry.setSummand(kind, summand);
      use(entry, cell);
    } else {
      entry.add(kind, summand);
    }
  }

  /** Applies {@code function} to the value that the cell will hold at commit. */
  void commute(BitsCell cell, LongUnaryOperator function) {
    WriteEntry entry = pending(cell);
    if (entry == null) {
      addFunction(cell, function);
    } else if (entry.isSet()) {
      long applied = computing(() -> function.applyAsLong(entry.bits()));
      entry.set(applied);
    } else {
      setComputes();
      entry.commuteBits(function);
    }
  }

  /** Applies {@code function} to the value that the cell will hold at commit. */
  void commute(ObjectCell cell, UnaryOperator<@Nullable Object> function) {
    WriteEntry entry = pending(cell);
    if (entry == null) {
      addFunction(cell, function);
    } else if (entry.isSet()) {
      Object applied = computing(() -> function.apply(entry.object()));
      entry.set(applied);
    } else {
      setComputes();
      entry.commuteObject(function);
    }
  }

  /**
   * Throws in PREPARING. For operations that may wait until a cell is unlocked, because this
   * attempt may have locked it.
   */
  void requireNotPreparing() {
    if (state == PREPARING) {
      requireOpen();
    }
  }

  /** Prepares the participants, which must not use refs. */
  void prepareParticipants() {
    if (hooks != null) {
      suspend(PREPARING);
      try {
        hooks.prepareParticipants();
      } finally {
        resume();
      }
    }
  }

  /** Runs a user's function, which must not use refs. */
  <T extends @Nullable Object> T computing(Supplier<T> function) {
    suspend(COMPUTING);
    try {
      return function.get();
    } finally {
      if (state == COMPUTING) {
        readVersion = suspendedReadVersion; // not by a call, since there may be no stack for one
        state = suspendedState;
      }
    }
  }

  private void addFunction(Cell cell, Object function) {
    setComputes();
    WriteEntry entry = writes.reserve();
    entry.setFunction(function);
    use(entry, cell);
  }

  /** Adds an entry whose change has been set. */
  private void use(WriteEntry entry, Cell cell) {
    writes.use(entry, cell);
    entry.wordRead = reads.claim(cell);
  }

  /** The entry of {@code cell}, about to be changed; null if there is none yet. */
  private @Nullable WriteEntry pending(Cell cell) {
    if (state != ACTIVE) {
      requireWritable(cell);
    }
    WriteEntry entry = writes.find(cell);
    if (entry != null) {
      saveForUndo(entry);
    }
    return entry;
  }

  private void saveForUndo(WriteEntry entry) {
    Savepoint innermost = savepoint;
    if (innermost != null) {
      writes.saveForUndo(entry, innermost);
    }
  }

  // ---- nesting ----

  /** Starts a nested block; end it with {@link #leave} or {@link #rollbackTo}. */
  Savepoint enter() {
    requireOpen();
    special = true;
    Savepoint entered = Savepoint.within(savepoint, ++blocks, writes, hooks, locals);
    savepoint = entered;
    return entered;
  }

  void leave(Savepoint entered) {
    savepoint = entered.parent();
  }

  /** Drops the effects of the nested block; its reads stay in the read set. */
  void rollbackTo(Savepoint entered) {
    writes.rollbackTo(entered);
    reads.unclaim();
    if (hooks != null) {
      hooks.rollbackTo(entered.hookCount());
    }
    locals = entered.locals();
    savepoint = entered.parent();
  }

  /**
   * Makes a nested snapshot read-only; returns whether the attempt was not read-only before, for
   * {@link #leaveReadOnly}.
   */
  boolean enterReadOnly() {
    requireOpen();
    boolean entered = state == ACTIVE;
    state = READING;
    return entered;
  }

  void leaveReadOnly(boolean entered) {
    if (entered && state == READING) {
      state = ACTIVE;
    } else if (entered) {
      suspendedState = ACTIVE;
    }
  }

  // ---- hooks and transaction-local values ----

  void addHook(When when, Runnable action) {
    StackRoom.require();
    requireOpen();
    hooksOrNew().add(when, action);
  }

  void addParticipant(Participant participant) {
    StackRoom.require();
    requireOpen();
    hooksOrNew().add(participant);
  }

  private Hooks hooksOrNew() {
    Hooks present = hooks;
    if (present == null) {
      present = new Hooks();
      special = true;
      hooks = present;
    }
    return present;
  }

  /** The actions to run around the end of the attempt; null if none were added. */
  @Nullable Hooks hooks() {
    return hooks;
  }

  @Nullable Object local(Object variable, Supplier<? extends @Nullable Object> initial) {
    requireOpen();
    Locals present = locals;
    if (present != null && present.has(variable)) {
      return present.get(variable);
    }
    Object value = initial.get(); // which may set other variables, and roll back to a savepoint
    localsOrNew().set(variable, value);
    return value;
  }

  void setLocal(Object variable, @Nullable Object value) {
    StackRoom.require();
    requireOpen();
    localsOrNew().set(variable, value);
  }

  private Locals localsOrNew() {
    Locals present = locals;
    if (present == null) {
      present = new Locals();
      special = true;
      locals = present;
    }
    return present;
  }

  String describe() {
    return options.describe()
        + ", attempt "
        + number
        + ", mode "
        + mode
        + ", state "
        + state
        + ", "
        + reads.count()
        + " read, "
        + writes.count()
        + " written, read version "
        + readVersion;
  }
}
