package io.isolde.stm.engine;

import io.isolde.stm.Participant;
import io.isolde.stm.TransactionOptions;
import io.isolde.stm.engine.CommitOrder.Turn;
import io.isolde.stm.engine.Hooks.When;
import io.isolde.stm.engine.Points.Point;
import io.isolde.stm.engine.WriteEntry.Operation;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One execution of a transaction's body: what it has read and what it intends to write.
 * Thread-confined. The object is reused for later attempts of its thread or, through the pool, of
 * other threads.
 */
final class Attempt extends Reader {
  /*
   * Goal. Transactions are strictly serialisable and opaque. Only written cells are locked, and
   * only during a commit. An attempt that only reads writes no shared memory, unless it extends,
   * pins a snapshot, or is the elder.
   *
   * Idea. Reader keeps the reads consistent. Writes wait in the write set until Commit.
   *
   * Invariants, besides those of Reader:
   *  A1  Locks are held only within Commit. User code runs in ACTIVE and READING (body,
   *      before-commit hooks), in COMPUTING (commute functions, validators), and in IDLE (other
   *      hooks): never under a lock. The exception is participants: they run in PREPARING, where
   *      refs are refused.
   *  A2  A step of the body that fails for lack of memory or stack has no effect, so a body that
   *      ignores the error commits the steps that succeeded. For writes, see WriteSet. Nested
   *      blocks and hooks require StackRoom, and the rollback to a savepoint needs no memory.
   *
   * Serialisation point. Of an attempt that writes or has hooks: see Commit. Of one that only
   * reads: see Reader. Of a lost one: none.
   *
   * Rejected. Nodes with a pending state, installed by CAS: an allocation per write and one more
   * load per read. A clock that every commit increments: one contended cache line for all writers.
   */
  /**
   * The object is replaced after this number of attempts that may write, because storing references
   * into a young object costs less.
   */
  private static final int USES_MAX = 1 << 14;

  final WriteSet writes = new WriteSet();

  /** Whether the new value of some cell must be computed before the cell is locked. */
  private boolean computes;

  /** Whether ending the attempt takes more than the steps that are common to all attempts. */
  private boolean special;

  private final PinPredictor pinPredictor = new PinPredictor();

  /** The actions to run around the end of the attempt; null if none were added. */
  private @Nullable Hooks hooks;

  /** The transaction-local values; null if the attempt has none. */
  private @Nullable Locals locals;

  /** Where the innermost nested block began; null outside nested blocks. */
  private @Nullable Savepoint savepoint;

  /** How many nested blocks the attempt has begun. */
  private int blocks;

  private TransactionOptions options = TransactionOptions.DEFAULT;
  private int number = 1;
  private long serial;

  /** How many attempts of this object could write. */
  private int uses;

  /** When the attempt began, if a conflict recording was open then; otherwise 0. */
  private long beganNanos;

  // ---- lifecycle ----

  /** Starts the first attempt of a transaction. */
  void beginFirst(TransactionOptions newOptions, boolean readOnly) {
    if (readOnly && pinPredictor.pinsNext()) {
      begin(newOptions, true, Mode.PINNED, 1);
      return;
    }
    if (options != newOptions) {
      options = newOptions;
    }
    begin(readOnly, readOnly ? Mode.UNPINNED : Mode.RECORDING);
  }

  /** Starts an unpinned snapshot that has made {@code reads} reads at {@code readVersion}. */
  void beginSnapshot(TransactionOptions newOptions, long readVersion, int reads) {
    begin(newOptions, true, Mode.UNPINNED, 1);
    adopt(readVersion, reads);
  }

  /** Starts a further attempt; {@code newNumber} counts from 1 within its transaction. */
  void begin(TransactionOptions newOptions, boolean readOnly, Mode newMode, int newNumber) {
    special = true;
    number = newNumber;
    options = newOptions;
    begin(readOnly, newMode);
  }

  private void begin(boolean readOnly, Mode newMode) {
    serial++;
    if (!readOnly) {
      uses++;
    }
    if (Diagnosis.isOn()) {
      special = true;
      beganNanos = System.nanoTime();
    }
    open(newMode, readOnly);
    Points.reached(Point.BEGUN);
  }

  boolean isUsedUp() {
    return uses > USES_MAX || reads.isLarge() || writes.isLarge();
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

  /** Drops all effects and releases all that the attempt holds. */
  void rollback() {
    special = true;
    noteEnding();
    end();
    Points.reached(Point.ROLLED_BACK);
  }

  /**
   * Ends the attempt. It keeps the reason for its end, its reads and its hooks until {@link
   * #forget}.
   */
  private void end() {
    close();
    writes.clear();
    if (special) {
      endSpecially();
    }
  }

  private void endSpecially() {
    if (isPinned() && pinPredictor.learn(snapshotReads(), number > 1 || isOvertaken())) {
      Brief.outgrowSnapshots();
    }
    releaseReads();
  }

  /** Prepares the object for another attempt. */
  void forget() {
    reads.clear();
    if (special) {
      forgetSpecial();
    }
  }

  private void forgetSpecial() {
    comparisons.clear();
    forgetConflict();
    computes = false;
    hooks = null;
    locals = null;
    savepoint = null;
    blocks = 0;
    number = 1;
    beganNanos = 0;
    special = false;
  }

  /** Marks the object as used up, because an error may have struck inside any operation. */
  void useUp() {
    uses = Integer.MAX_VALUE - 1;
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

  /**
   * Whether the value is in {@code asked}. Remembers the answer only; but an attempt that has set
   * the cell knows the answer, and one that applies a function to it reads it.
   */
  boolean isIn(BitsCell cell, Interval asked) {
    special = true;
    WriteEntry own = writes.find(cell);
    if (own == null) {
      return compareCommitted(cell, asked);
    }
    return own.isAddition()
        ? compareCommitted(cell, own.before(asked))
        : asked.contains(readOwn(cell, own));
  }

  /** Remembers an answer that {@link Brief} has given. */
  void adopt(BitsCell cell, long word, long low, long high) {
    special = true;
    comparisons.adopt(cell, word, low, high);
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

  /**
   * The value that the commit is about to publish, of a cell that it has locked. Only for a
   * participant that prepares.
   */
  long prepared(BitsCell cell) {
    WriteEntry own = writes.find(cell);
    if (own == null || !isPreparing()) {
      throw new IllegalStateException(cell.label() + " is not about to be written");
    }
    return own.newBits(cell.bitsAcquire());
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
   * Adds {@code summand} to the value that the cell will hold at commit; {@code addition} is one of
   * the additions.
   */
  void add(BitsCell cell, Operation addition, long summand) {
    WriteEntry entry = pending(cell);
    if (entry == null) {
      entry = writes.reserve();
      entry.setSummand(addition, summand);
      use(entry, cell);
    } else {
      entry.add(addition, summand);
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

  private void addFunction(Cell cell, Object function) {
    setComputes();
    WriteEntry entry = writes.reserve();
    entry.setFunction(function);
    use(entry, cell);
  }

  /** Whether the new value of some cell must be computed before the cell is locked. */
  boolean computes() {
    return computes;
  }

  void setComputes() {
    special = true;
    computes = true;
  }

  /** Adds an entry whose change has been set. */
  private void use(WriteEntry entry, Cell cell) {
    writes.use(entry, cell);
    entry.wordRead = reads.claim(cell);
  }

  /** The entry of {@code cell}, about to be changed; null if there is none yet. */
  private @Nullable WriteEntry pending(Cell cell) {
    if (!isWritable()) {
      throw notWritable(cell);
    }
    WriteEntry entry = writes.find(cell);
    if (entry != null) {
      saveForUndo(entry);
    }
    return entry;
  }

  private IllegalStateException notWritable(Cell cell) {
    requireOpen();
    return new IllegalStateException(
        "write to "
            + cell.label()
            + " in a snapshot, which is read-only; use Stm.atomic for transactions that write");
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

  /** Drops the effects of the nested block; its reads and answers stay. */
  void rollbackTo(Savepoint entered) {
    writes.rollbackTo(entered);
    reads.unclaim();
    if (hooks != null) {
      hooks.rollbackTo(entered.hookCount());
    }
    locals = entered.locals();
    savepoint = entered.parent();
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

  /** Prepares the participants, which must not use refs. */
  void prepareParticipants() {
    if (hooks != null) {
      preparing(hooks);
    }
  }

  @Nullable Object local(Object variable, Supplier<? extends @Nullable Object> initial) {
    requireOpen();
    Locals present = locals;
    int place = present == null ? -1 : present.find(variable);
    if (present != null && place >= 0) {
      return present.get(place);
    }
    Object value = initial.get(); // which may set other variables, and roll back to a savepoint
    StackRoom.require();
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
}
