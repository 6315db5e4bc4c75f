package io.isolde.stm.engine;

import io.isolde.stm.engine.Comparisons.Finding;
import io.isolde.stm.engine.Points.Point;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The reading side of an {@link Attempt}, and the states in which it may read: whatever commits
 * meanwhile, all values that the body has read were current at one instant. Thread-confined.
 *
 * <p>It is the superclass of the attempt, and not a part of it, because every access to a ref
 * passes through both.
 */
abstract sealed class Reader permits Attempt {
  /*
   * Idea. Reads see the state as of the read version. When a read meets a newer value, it checks
   * that no earlier read has changed. While there are few reads, it does so each time (re-check).
   * Otherwise it first advances the clock and the read version, so that it need not check again
   * soon (extension).
   *
   * Invariants:
   *  R1  All values that a recording attempt has read were current at one instant, at or after the
   *      attempt's beginning, and the answers of its comparisons were true. It is the instant at
   *      which the clock was read for readVersion or, if that was later, the one at which a value
   *      with a version not below readVersion was read; the earlier reads were then found
   *      unchanged. If answers were renewed, it is the last check of the reads (Comparisons.M3).
   *  R2  In COMPUTING, PREPARING, LOST and RETRYING, and always for the elder, readVersion is 0, so
   *      that every read leaves the fast path.
   *  R3  An elder owns every cell that it has read until it ends, so its reads need no validation.
   *      If it is deposed, it finds out before it uses a further value, and before it commits
   *      (Elder.E3).
   *  R4  A pinned attempt finds, in a cell or its history, the newest value below its read version.
   *
   * Serialisation point of an attempt that writes nothing: the instant of R1, or the tick that gave
   * a pinned attempt its read version.
   */
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

  private static final long IN_HISTORY = -1;

  /** Number of reads that a pinned snapshot records, in case it calls {@code retry}. */
  private static final int RECORDED_MAX = 100;

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

  final ReadSet reads = new ReadSet();

  /** The comparisons of a recording attempt. */
  final Comparisons comparisons = new Comparisons();

  private State state = State.IDLE;
  private Mode mode = Mode.RECORDING;
  private long readVersion;

  /** {@link #readVersion} and {@link #state} as they were before they were suspended. */
  private long suspendedReadVersion;

  private State suspendedState = State.IDLE;

  /** The read version at which a pinned snapshot is registered; 0 if none is. */
  private long pin;

  /** How many reads a snapshot has made. */
  private int snapshotReads;

  /** How often, in all its attempts, this object has chosen between re-check and extension. */
  private int rechecks;

  /** Why the attempt did not commit, if it is LOST or was rolled back. */
  private Ending ending = Ending.FAILED;

  private @Nullable Cell lostOver;

  // ---- lifecycle ----

  final void open(Mode newMode, boolean readOnly) {
    if (mode != newMode) {
      mode = newMode;
    }
    if (newMode == Mode.RECORDING || newMode == Mode.UNPINNED) {
      readVersion = Clock.now();
    } else if (newMode == Mode.ELDER) {
      readVersion = 0;
    } else {
      pin = Snapshots.pin();
      readVersion = pin;
    }
    snapshotReads = 0;
    state = readOnly ? State.READING : State.ACTIVE;
  }

  /** Continues a snapshot that has made {@code reads} reads at {@code newReadVersion}. */
  final void adopt(long newReadVersion, int reads) {
    readVersion = newReadVersion;
    snapshotReads = reads;
  }

  /** Makes the attempt IDLE. It keeps its reads. */
  final void close() {
    state = State.IDLE;
  }

  /** Releases what others may wait for. */
  final void releaseReads() {
    if (pin != 0) {
      long open = pin;
      pin = 0;
      Snapshots.unpin(open);
    } else if (mode == Mode.ELDER) {
      Elder.disown(reads);
    }
  }

  final void forgetConflict() {
    lostOver = null;
  }

  // ---- states ----

  final boolean isOpen() {
    return state != State.IDLE;
  }

  final boolean isWritable() {
    return state == State.ACTIVE;
  }

  final boolean isReadOnly() {
    return state == State.READING;
  }

  final boolean isRetrying() {
    return state == State.RETRYING;
  }

  final boolean isLost() {
    return state == State.LOST;
  }

  final boolean isElder() {
    return mode == Mode.ELDER;
  }

  final boolean isPinned() {
    return pin != 0;
  }

  final int snapshotReads() {
    return snapshotReads;
  }

  /** Why it was rolled back. */
  final Ending ending() {
    return ending;
  }

  final @Nullable Cell lostOver() {
    return lostOver;
  }

  /** Requires ACTIVE or READING. */
  final void requireOpen() {
    if (!state.isReadable()) {
      throw Sneaky.sneak(state.refusal());
    }
  }

  /**
   * Throws in PREPARING. For operations that may wait until a cell is unlocked, because this
   * attempt may have locked it.
   */
  final void requireNotPreparing() {
    if (state == State.PREPARING) {
      requireOpen();
    }
  }

  /** Runs a user's function, which must not use refs. */
  final <T extends @Nullable Object> T computing(Supplier<T> function) {
    suspend(State.COMPUTING);
    try {
      return function.get();
    } finally {
      if (state == State.COMPUTING) {
        readVersion = suspendedReadVersion; // not by a call, since there may be no stack for one
        state = suspendedState;
      }
    }
  }

  /** Runs {@code hooks}' participants, which must not use refs. */
  final void preparing(Hooks hooks) {
    suspend(State.PREPARING);
    try {
      hooks.prepareParticipants();
    } finally {
      resume();
    }
  }

  /**
   * Makes a nested snapshot read-only; returns whether the attempt was not read-only before, for
   * {@link #leaveReadOnly}.
   */
  final boolean enterReadOnly() {
    requireOpen();
    boolean entered = state == State.ACTIVE;
    state = State.READING;
    return entered;
  }

  final void leaveReadOnly(boolean entered) {
    if (entered && state == State.READING) {
      state = State.ACTIVE;
    } else if (entered) {
      suspendedState = State.ACTIVE;
    }
  }

  private void suspend(State newState) {
    if (state.isReadable()) {
      suspendedReadVersion = readVersion;
      suspendedState = state;
    }
    readVersion = 0;
    state = newState;
  }

  /** Continues after RETRYING (rolled back to a savepoint), COMPUTING or PREPARING. */
  final void resume() {
    readVersion = suspendedReadVersion;
    state = suspendedState;
  }

  // ---- losing and waiting ----

  /** Marks the attempt as lost; throw the result. */
  final Signal loseConflict(Cell over) {
    return lose(Ending.CONFLICT, over);
  }

  private Signal lose(Ending why, @Nullable Cell over) {
    ending = why;
    lostOver = over;
    suspend(State.LOST);
    return Signal.INSTANCE;
  }

  /** Asks to wait until a value that was read changes; throw the result. */
  final Signal retry() {
    requireOpen();
    if (mode == Mode.UNPINNED || (mode == Mode.PINNED && snapshotReads > RECORDED_MAX)) {
      return lose(Ending.UNRECORDED, null);
    }
    suspend(State.RETRYING);
    return Signal.INSTANCE;
  }

  /** Notes why the attempt is rolled back. */
  final void noteEnding() {
    if (state == State.RETRYING) {
      ending = Ending.RETRY;
    } else if (state != State.LOST) {
      ending = Ending.FAILED;
    }
  }

  // ---- reading ----

  final @Nullable Object readCommitted(ObjectCell cell) {
    long word = cell.wordVolatile();
    Points.reached(Point.WORD_READ);
    Object value = cell.valueAcquire();
    if (!isVisible(word) || cell.wordAcquire() != word) {
      return readSlowly(cell);
    }
    track(cell, word);
    return value;
  }

  final long readCommitted(BitsCell cell) {
    long word = cell.wordVolatile();
    Points.reached(Point.WORD_READ);
    long bits = cell.bitsAcquire();
    if (!isVisible(word) || cell.wordAcquire() != word) {
      return readSlowly(cell);
    }
    track(cell, word);
    return bits;
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
    if (mode == Mode.WAITING || (mode == Mode.PINNED && before < RECORDED_MAX)) {
      reads.add(cell, Word.freed(word));
    }
  }

  private @Nullable Object readSlowly(ObjectCell cell) {
    while (true) {
      long word = awaitReadable(cell);
      if (word == IN_HISTORY) {
        return readHistory(cell).value;
      }
      Points.reached(Point.WORD_READ);
      Object value = cell.valueAcquire();
      if (cell.wordAcquire() == word && isCurrentToo(cell, word)) {
        track(cell, word);
        return value;
      }
    }
  }

  private long readSlowly(BitsCell cell) {
    while (true) {
      long word = awaitReadable(cell);
      if (word == IN_HISTORY) {
        return readHistory(cell).bits;
      }
      Points.reached(Point.WORD_READ);
      long bits = cell.bitsAcquire();
      if (cell.wordAcquire() == word && isCurrentToo(cell, word)) {
        track(cell, word);
        return bits;
      }
    }
  }

  /**
   * Waits, extends, or owns the cell, until the cell has a word under which its value may be read;
   * returns that word, or {@link #IN_HISTORY} if the value wanted is in the cell's history.
   */
  private long awaitReadable(Cell cell) {
    StackRoom.require(); // to take the cell back from its stripes
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
        round = Stripes.await(cell, round);
      } else if (Word.version(word) < readVersion || mayRecheck()) {
        return word;
      } else {
        extend(cell, Word.version(word));
      }
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

  /**
   * Whether to {@linkplain #isCurrentToo re-check} after a newer value was read, or else extend.
   */
  private boolean mayRecheck() {
    return mode == Mode.RECORDING && recorded() <= RECHECKED_MAX && !isTimeToExtend();
  }

  private boolean isTimeToExtend() {
    return Points.ON ? Points.extendsAtOnce() : ++rechecks % RECHECKS_PER_EXTENSION == 0;
  }

  /**
   * Whether the value of {@code cell}, read under {@code word}, was current together with the
   * earlier reads. Re-checks them if the value is not below the read version. If that has renewed
   * answers, the value may have changed meanwhile.
   */
  private boolean isCurrentToo(Cell cell, long word) {
    if (mode != Mode.RECORDING || Word.version(word) < readVersion) {
      return true;
    }
    boolean renewed = requireReadsUnchanged();
    Points.reached(Point.RECHECKED);
    return !renewed || cell.wordVolatile() == word;
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
   * The attempt, which holds no locks, is lost if a read has changed or an answer has flipped.
   * Returns whether answers were renewed.
   */
  final boolean requireReadsUnchanged() {
    boolean renewed = false;
    requireUnchanged(reads.findChanged());
    while (comparisons.count() != 0 && renewsAnswers(null)) {
      renewed = true;
      requireUnchanged(reads.findChanged());
    }
    return renewed;
  }

  /** Looks at the comparisons once; whether that has renewed answers. */
  private boolean renewsAnswers(@Nullable WriteSet locked) {
    Finding found = comparisons.look(locked);
    if (found == Finding.LOST) {
      throw loseConflict(comparisons.over());
    }
    return found == Finding.RENEWED;
  }

  private void requireUnchanged(@Nullable Cell changed) {
    if (changed != null) {
      throw loseConflict(changed);
    }
  }

  /** How many reads and comparisons are recorded. */
  final int recorded() {
    return reads.count() + comparisons.count();
  }

  // ---- comparing ----

  /**
   * Whether the committed value is in {@code asked}. A recording attempt remembers the answer in
   * place of the read; any other attempt just reads.
   */
  final boolean compareCommitted(BitsCell cell, Interval asked) {
    long bits = readCommitted(cell);
    boolean yes = asked.contains(bits);
    if (mode == Mode.RECORDING) {
      long word = reads.word(reads.count() - 1);
      if (comparisons.add(cell, word, yes ? asked : asked.complement(), bits)) {
        reads.dropLast();
      }
    }
    return yes;
  }

  // ---- the elder ----

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

  private void requireNotDeposed(Cell owned) {
    if (Elder.isDeposed()) {
      throw loseConflict(owned);
    }
  }

  // ---- for the commit ----

  /**
   * The attempt, which has locked {@code locked}, is lost if a read that it has recorded has
   * changed, if an answer has flipped or may flip, or if it is the elder and has been deposed.
   * Returns whether the reads and answers are as they were noted; false if answers were renewed.
   */
  final boolean validate(WriteSet locked) {
    if (mode == Mode.RECORDING) {
      requireUnchanged(reads.findChanged(locked));
      return comparisons.count() == 0 || !renewsAnswers(locked);
    }
    if (mode == Mode.ELDER && reads.count() != 0) {
      requireNotDeposed(reads.cell(0));
    }
    return true;
  }

  /** Whether {@code cell} was read and has changed since: validation would fail. */
  final boolean isStale(Cell cell, long word) {
    return reads.isStale(cell, word);
  }

  /** Waits until {@code cell} is not locked and returns its word; the elder owns the cell. */
  final long awaitUnlocked(Cell cell) {
    return mode == Mode.ELDER ? own(cell) : Single.awaitUnlocked(cell);
  }
}
