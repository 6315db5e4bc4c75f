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
 * One execution of a transaction's body: what it reads and what it intends to write.
 * Thread-confined; reused for later attempts of its thread or, through the pool, of others.
 */
final class Attempt {
  /*
   * Goal. Strictly serialisable and opaque transactions; locks only on written cells, for the length
   * of a commit; nothing shared is written by an attempt that only reads.
   *
   * Idea. Reads see the state as of the read version. When they meet something newer, they check that
   * nothing read so far has changed: each time while that is little, and otherwise after moving the
   * clock and the read version forward, so that it need not be done again soon (extension). Writes
   * wait in the write set until Commit.
   *
   * States:
   *
   *     IDLE ─begin─▶ ACTIVE ─commit──▶ IDLE                      committed
   *                   │ ▲ ▲ └─user function at commit─▶ COMPUTING, participants ─▶ PREPARING
   *                   │ │ └──────────────resume──────────────┘
   *                   │ └─orElse: resume─┐
   *                   ├──retry──▶ RETRYING ──rollback──▶ IDLE     waits, then begins again
   *                   └──conflict──▶ LOST ───rollback──▶ IDLE     begins again
   *
   * READING stands for ACTIVE in what is read-only. An exception of the body rolls back from any.
   *
   * Invariants:
   *  A1  Every value read by a recording attempt was current at one instant at or after the
   *      attempt's begin: when the clock was read for readVersion, or, if that was later, when a value
   *      was read that is not below it, and what was read before was then found unchanged.
   *  A2  In COMPUTING, PREPARING, LOST and RETRYING, and always for the elder, readVersion is 0, so
   *      that every read leaves the fast path.
   *  A3  Locks are held within Commit only. User code runs in ACTIVE and READING (body, before-commit
   *      hooks), in COMPUTING (commute functions, validators), and in IDLE (other hooks): never
   *      under a lock. Participants are the exception: in PREPARING, where refs are refused.
   *  A4  An elder owns every cell it has read until it ends, so its reads need no validation; or it
   *      is deposed, and finds out before it uses a further value, and before it commits (Elder.E3).
   *  A5  A pinned attempt finds in a cell or its history the newest value below its read version.
   *  A6  A step of the body that fails for want of memory or stack has not happened, so a body that
   *      takes no notice of that commits what did happen. Of writes, see WriteSet; what belongs to
   *      nested blocks and hooks requires StackRoom, and the rollback to a savepoint no memory.
   *
   * Serialization point. Writing: see Commit. Read-only: the instant of A1, or the tick that gave a
   * pinned attempt its read version. Lost: none.
   *
   * Rejected. Nodes with a pending state, installed by CAS: an allocation per write and one more
   * load per read. A clock that every commit increments: one contended line for all writers.
   */
  private static final int IDLE = 0;
  private static final int ACTIVE = 1;
  private static final int READING = 2;
  private static final int COMPUTING = 3;
  private static final int RETRYING = 4;
  private static final int LOST = 5;
  private static final int PREPARING = 6;

  /**
   * Attempts that may write after which the object is replaced: references into a young object cost
   * less.
   */
  private static final int WEAR_MAX = 1 << 14;

  private static final long IN_HISTORY = -1;

  /** Reads from which on a snapshot is long. */
  private static final int LONG_SNAPSHOT = 64;

  /** Reads that a pinned snapshot remembers in case it asks to wait. */
  private static final int REMEMBERED_MAX = 100;

  /** How many snapshots are pinned at once after a long one was overtaken, before one is not. */
  private static final int PINS_FIRST = 31;

  /** So many reads are checked again rather than the clock moved, which all threads read. */
  private static final int RECHECKED_MAX = 4;

  /**
   * Every so many times the clock is moved nevertheless, so that fewer values are newer than it.
   */
  private static final int RECHECKS_PER_EXTENSION = 8;

  /** How an attempt keeps its reads consistent. */
  enum Mode {
    /** Remembers what it read, to extend and validate. */
    RECORDING,
    /** Read-only: remembers nothing, and is lost when overtaken after its first read. */
    UNPINNED,
    /** Read-only: reads history, and is never overtaken. Remembers its first reads. */
    PINNED,
    /** The same for one that has asked to wait: remembers what it read, to wait for that. */
    WAITING,
    /** Owns what it reads. */
    ELDER
  }

  /** Why an attempt did not commit. */
  enum Ending {
    /** Something was thrown that the caller shall see. */
    FAILED,
    /** It asked to wait. */
    RETRY,
    CONFLICT,
    /** An unpinned snapshot met a newer value. */
    OVERTAKEN,
    /** A snapshot asked to wait, for which it must remember what it read. */
    UNRECORDED
  }

  final ReadSet reads = new ReadSet();
  final WriteSet writes = new WriteSet();

  private boolean prepares;

  private int state = IDLE;

  /** Whether there is more to undo in the end than what every attempt has. */
  private boolean special;

  private Mode mode = Mode.RECORDING;

  /** How many reads a snapshot has made. */
  private int snapshotReads;

  /** How many times, in all attempts, it was chosen to recheck. */
  private int rechecks;

  /** How many snapshots to pin at once, because the last one was long and had been overtaken. */
  private int pinsFirst;

  private long readVersion;

  /** {@link #readVersion} and {@link #state} as they were before they were suspended. */
  private long suspendedReadVersion;

  private int suspendedState;

  /** The read version at which a pinned snapshot is registered; 0 if none is. */
  private long pin;

  private @Nullable Extras extras;

  /** Of an attempt that is LOST or was rolled back. */
  private Ending ending = Ending.FAILED;

  private @Nullable Cell lostOver;

  private TransactionOptions options = TransactionOptions.DEFAULT;
  private int number = 1;
  private long serial;

  /** How many of the attempts could write. */
  private int wear;

  /** When the attempt began, if somebody wants to know; otherwise 0. */
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

  /** Distinguishes the attempts that this object served for. */
  long serial() {
    return serial;
  }

  int number() {
    return number;
  }

  /** How long the attempt has taken so far, 0 if nobody wanted to know when it began. */
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
   * Commits and returns the turn in which to run the after-commit actions, null when there are
   * none. Throws {@link Signal} when the attempt lost or asked to wait, and whatever a
   * before-commit hook, commute function or validator threw; then nothing has changed and the
   * attempt is still open.
   */
  @Nullable Turn commit() {
    requireOpen();
    Turn turn = null;
    if (extras != null) {
      turn = commitWithExtras(extras);
    } else if (writes.count() != 0) {
      turn = Commit.run(this);
    }
    end();
    return turn;
  }

  private @Nullable Turn commitWithExtras(Extras present) {
    present.hooks.runBeforeCommit();
    requireOpen();
    return writes.count() == 0 ? Commit.takeTurn(this) : Commit.run(this);
  }

  /** Whether an entry of the write set must be prepared before it is locked. */
  boolean prepares() {
    return prepares;
  }

  void setPrepares() {
    special = true;
    prepares = true;
  }

  /** Drops all effects and gives up all that is held. */
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
   * What the attempt knows of its end stays until {@link #forget}: why, what it read, its hooks.
   */
  private void end() {
    state = IDLE;
    writes.clear();
    if (special) {
      giveUp();
    }
  }

  /** Makes ready for another transaction. */
  void forget() {
    reads.clear();
    if (special) {
      forgetSpecial();
    }
  }

  /** Gives up what others may wait for. */
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
    prepares = false;
    extras = null;
    lostOver = null;
    number = 1;
    beganNanos = 0;
    special = false;
  }

  /** Makes it not be used again: an error may have struck inside anything. */
  void wearOut() {
    wear = Integer.MAX_VALUE - 1;
  }

  /** Whoever takes long snapshots beside writers would nearly always begin them in vain. */
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
    VarHandle.fullFence(); // Waiters.W1: the releases, before the look at the waiters
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

  /** Marks the attempt lost; throw the result. */
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

  /** Asks to wait until something read changes; throw the result. */
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

  /** Goes on after RETRYING, rolled back to a savepoint, or COMPUTING, or PREPARING. */
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

  /** A value that the cell had; as it has changed since, a wait for a change ends at once. */
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
   * Waits, extends, or owns, until the cell has a word under which its value may be read, or the
   * value wanted is in its history.
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

  /** Whether to {@link #confirm} a newer value, and not to extend. */
  private boolean rechecks() {
    return mode == Mode.RECORDING && reads.count() <= RECHECKED_MAX && !isTimeToExtend();
  }

  private boolean isTimeToExtend() {
    return Points.ON ? Points.extendsAtOnce() : ++rechecks % RECHECKS_PER_EXTENSION == 0;
  }

  /** Accepts a value read under {@code word}, which may be newer than the read version. */
  private void confirm(long word) {
    if (mode == Mode.RECORDING && Word.version(word) >= readVersion) {
      requireReadsUnchanged();
      Points.reached(Point.RECHECKED);
    }
  }

  /** Moves the read version past {@code version}, found in {@code cell}, if no read has changed. */
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
   * Loses the attempt if something it remembers to have read has changed; it has locked {@code
   * locked}.
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
   * Owns {@code cell} for the elder; returns its word. What is not among the reads would not be
   * given up, so that comes first.
   */
  private long own(Cell cell) {
    reads.add(cell, Word.freed(cell.wordVolatile()));
    long word = Elder.own(cell);
    reads.amend(Word.freed(word));
    requireNotDeposed(cell);
    return word;
  }

  /** A word of {@code cell} without a lock; for the elder, owned. */
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

  /** Adds to whatever the cell will hold at commit; {@code kind} is one of the additions. */
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

  /** Applies {@code function} to whatever the cell will hold at commit. */
  void commute(BitsCell cell, LongUnaryOperator function) {
    WriteEntry entry = pending(cell);
    if (entry == null) {
      addFunction(cell, function);
    } else if (entry.isSet()) {
      long applied = computing(() -> function.applyAsLong(entry.bits()));
      entry.set(applied);
    } else {
      setPrepares();
      entry.commuteBits(function);
    }
  }

  /** Applies {@code function} to whatever the cell will hold at commit. */
  void commute(ObjectCell cell, UnaryOperator<@Nullable Object> function) {
    WriteEntry entry = pending(cell);
    if (entry == null) {
      addFunction(cell, function);
    } else if (entry.isSet()) {
      Object applied = computing(() -> function.apply(entry.object()));
      entry.set(applied);
    } else {
      setPrepares();
      entry.commuteObject(function);
    }
  }

  /** For what may wait until a cell is unlocked: this attempt may have locked it. */
  void requireNotPreparing() {
    if (state == PREPARING) {
      requireOpen();
    }
  }

  /** Lets the participants prepare, who must not use refs. */
  void prepareParticipants(Hooks hooks) {
    suspend(PREPARING);
    try {
      hooks.prepareParticipants();
    } finally {
      resume();
    }
  }

  /** Runs a user's function, which must not use refs. */
  <T extends @Nullable Object> T computing(Supplier<T> function) {
    suspend(COMPUTING);
    try {
      return function.get();
    } finally {
      if (state == COMPUTING) {
        readVersion = suspendedReadVersion; // not by a call, for which there may be no stack
        state = suspendedState;
      }
    }
  }

  private void addFunction(Cell cell, Object function) {
    setPrepares();
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
    Savepoint savepoint = extras == null ? null : extras.savepoint();
    if (savepoint != null) {
      writes.saveForUndo(entry, savepoint);
    }
  }

  // ---- nesting ----

  /** Starts a nested block; end it with {@link #leave} or {@link #rollbackTo}. */
  Savepoint enter() {
    requireOpen();
    return extras().enter(writes);
  }

  void leave(Savepoint entered) {
    extras().leave(entered);
  }

  /** Drops the effects of the nested block; what it read stays read. */
  void rollbackTo(Savepoint entered) {
    writes.rollbackTo(entered);
    reads.unclaim();
    extras().rollbackTo(entered);
  }

  /** Makes a nested snapshot read-only; returns whether it was not, for {@link #leaveReadOnly}. */
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

  boolean hasExtras() {
    return extras != null;
  }

  private Extras extras() {
    Extras present = extras;
    if (present == null) {
      requireOpen();
      present = new Extras();
      special = true;
      extras = present;
    }
    return present;
  }

  void addHook(When when, Runnable action) {
    StackRoom.require();
    requireOpen();
    extras().hooks.add(when, action);
  }

  void addParticipant(Participant participant) {
    StackRoom.require();
    requireOpen();
    extras().hooks.add(participant);
  }

  /** What was asked for around the end of the attempt; null if nothing was. */
  @Nullable Hooks hooks() {
    return extras == null ? null : extras.hooks;
  }

  @Nullable Object local(Object key, Supplier<? extends @Nullable Object> initial) {
    requireOpen();
    Object value = extras().local(key);
    if (value == null && !extras().hasLocal(key)) {
      value = initial.get();
      extras().setLocal(key, value);
    }
    return value;
  }

  void setLocal(Object key, @Nullable Object value) {
    StackRoom.require();
    requireOpen();
    extras().setLocal(key, value);
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
