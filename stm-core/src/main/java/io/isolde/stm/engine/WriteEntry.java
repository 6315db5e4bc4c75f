package io.isolde.stm.engine;

import java.util.List;
import java.util.function.LongUnaryOperator;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The pending change of one cell by an attempt. Belongs to one {@link WriteSet}; later attempts
 * reuse it.
 */
final class WriteEntry {
  /** How the new value is determined. */
  enum Operation {
    /** The new value is known. */
    SET,
    /** A summand is added to the long that the cell holds when it is locked. */
    ADD_LONG,
    /** The same for ints, wrapping at 32 bits. */
    ADD_INT,
    /** The same for doubles, given as raw bits. */
    ADD_DOUBLE,
    /** A function is applied to the value that the cell holds at commit. */
    COMMUTE;

    /**
     * The sum of two values of this addition's type; operations that are not additions treat them
     * as longs.
     */
    long add(long bits, long summand) {
      return switch (this) {
        case ADD_LONG, SET, COMMUTE -> bits + summand;
        case ADD_INT -> (int) (bits + summand);
        case ADD_DOUBLE ->
            Double.doubleToRawLongBits(
                Double.longBitsToDouble(bits) + Double.longBitsToDouble(summand));
      };
    }
  }

  /** The position of this entry in the write set. */
  final int number;

  /** The cell to change; null if this entry is not in use. */
  @Nullable Cell cell;

  /** The free word under which the cell was read before, or {@link ReadSet#UNREAD}. */
  long wordRead;

  private Operation operation = Operation.SET;

  /**
   * The new value of {@link Operation#SET}, for an object cell; the {@code UnaryOperator} or {@code
   * LongUnaryOperator} of {@link Operation#COMMUTE}, or a {@link Composition} of several.
   */
  private @Nullable Object object;

  /** The new value of {@link Operation#SET}, for a bits cell; the summand of the additions. */
  private long bits;

  /** Serial of the newest {@link Savepoint} for which this entry was saved. */
  int savedFor;

  /** The new value that was computed before the lock; null if this entry needs none. */
  @Nullable ComputedValue computed;

  /** The word before the lock, free or owned, while this attempt holds the lock. */
  long wordBefore;

  /** The entry to be used after this one; this entry itself if it was created last. */
  WriteEntry next = this;

  WriteEntry(int number) {
    this.number = number;
  }

  // ---- lifecycle ----

  /**
   * The word expected when the cell is locked: the one under which it was read, if that is known,
   * otherwise the present one.
   */
  long wordToLock(Cell present) {
    return wordRead == ReadSet.UNREAD ? present.wordVolatile() : wordRead;
  }

  /**
   * The cell to change; null if this entry is not in use, which ends the loops over a write set.
   */
  @Nullable Cell cellOrNull() {
    return cell;
  }

  Cell cell() {
    Cell present = cell;
    if (present == null) {
      throw new IllegalStateException("unused entry");
    }
    return present;
  }

  boolean isOf(Cell other) {
    return cell == other;
  }

  boolean isSet() {
    return operation == Operation.SET;
  }

  boolean isAddition() {
    return operation != Operation.SET && operation != Operation.COMMUTE;
  }

  /** The values that this addition takes into {@code interval}. */
  Interval before(Interval interval) {
    return interval.before(operation, bits);
  }

  /** A copy from which this entry can be restored by {@link #copyFrom}. */
  WriteEntry saved() {
    WriteEntry saved = new WriteEntry(number);
    saved.copyFrom(this);
    return saved;
  }

  void copyFrom(WriteEntry other) {
    cell = other.cell;
    wordRead = other.wordRead;
    operation = other.operation;
    object = other.object;
    bits = other.bits;
    savedFor = other.savedFor;
  }

  void clear() {
    cell = null;
    savedFor = 0;
    if (object != null) {
      object = null;
    }
    if (computed != null) {
      computed = null;
    }
  }

  // ---- what to write ----

  /** The pending value of {@link Operation#SET}. */
  @Nullable Object object() {
    return object;
  }

  long bits() {
    return bits;
  }

  void set(@Nullable Object value) {
    become(Operation.SET);
    object = value;
  }

  /**
   * Stores the operation only if it differs, because storing a reference costs more than comparing
   * it.
   */
  private void become(Operation newOperation) {
    if (operation != newOperation) {
      operation = newOperation;
    }
  }

  void set(long value) {
    become(Operation.SET);
    bits = value;
  }

  /** Makes a new entry an addition. */
  void setSummand(Operation addition, long summand) {
    become(addition);
    bits = summand;
  }

  /** Makes a new entry an application of {@code function}. */
  void setFunction(Object function) {
    operation = Operation.COMMUTE;
    object = function;
  }

  /** Adds {@code summand} to the pending change. */
  void add(Operation addition, long summand) {
    if (operation == Operation.COMMUTE) {
      applyNext(addition(addition, summand));
    } else {
      bits = addition.add(bits, summand);
    }
  }

  private static LongUnaryOperator addition(Operation addition, long summand) {
    return x -> addition.add(x, summand);
  }

  /** Applies {@code next} after the pending change, which is not {@link Operation#SET}. */
  void commuteBits(LongUnaryOperator next) {
    if (operation != Operation.COMMUTE) {
      setFunction(addition(operation, bits));
    }
    applyNext(next);
  }

  /** Applies {@code next} after the pending change, which is not {@link Operation#SET}. */
  void commuteObject(UnaryOperator<@Nullable Object> next) {
    applyNext(next);
  }

  private void applyNext(Object function) {
    object = new Composition(pendingFunction(), function);
  }

  private Object pendingFunction() {
    Object present = object;
    if (present == null) {
      throw new IllegalStateException("no function");
    }
    return present;
  }

  // ---- the result ----

  /** The new value that follows from {@code current}. May run user code. */
  @Nullable Object applyTo(@Nullable Object current) {
    return operation == Operation.SET ? object : Composition.apply(pendingFunction(), current);
  }

  /** The new value that follows from {@code current}. May run user code. */
  long applyTo(long current) {
    return switch (operation) {
      case SET -> bits;
      case COMMUTE -> Composition.apply(pendingFunction(), current);
      case ADD_LONG, ADD_INT, ADD_DOUBLE -> operation.add(current, bits);
    };
  }

  /** Whether the new value must be computed, or checked, before the cell is locked. */
  boolean needsComputing(@Nullable Attachment present) {
    return present != null || operation == Operation.COMMUTE;
  }

  /** Whether that takes the cell's present value. */
  boolean needsPresentValue(@Nullable Attachment present) {
    boolean isValidated = present != null && present.isValidating();
    return operation == Operation.COMMUTE || (isValidated && operation != Operation.SET);
  }

  /** The new value that does not need the present one, for a cell with {@code attachment}. */
  ComputedValue computed(@Nullable Attachment attachment) {
    return new ComputedValue(attachment, ComputedValue.ANY_WORD, object, bits);
  }

  /** The new value that follows from the one found under {@code word}. May run user code. */
  ComputedValue computed(
      @Nullable Attachment attachment, long word, @Nullable Object current, long currentBits) {
    boolean ofBits = cell instanceof BitsCell;
    Object newObject = ofBits ? null : applyTo(current);
    long newBits = ofBits ? applyTo(currentBits) : 0;
    return new ComputedValue(attachment, Word.freed(word), newObject, newBits);
  }

  /**
   * Whether the locked cell is still as the new value was computed for; {@code present} is its
   * attachment now.
   */
  boolean isComputedFor(@Nullable Attachment present) {
    return computed == null ? !needsComputing(present) : computed.fits(wordBefore, present);
  }

  private ComputedValue computed() {
    ComputedValue present = computed;
    if (present == null) {
      throw new IllegalStateException("not computed");
    }
    return present;
  }

  /** The new value of the locked cell, which still holds {@code current}. Runs no user code. */
  long newBits(long current) {
    if (operation == Operation.ADD_LONG) { // the most common first
      return current + bits;
    }
    return switch (operation) {
      case SET -> bits;
      case COMMUTE -> computed().bits();
      case ADD_LONG, ADD_INT, ADD_DOUBLE -> operation.add(current, bits);
    };
  }

  /** The new value of the locked cell. Runs no user code. */
  @Nullable Object newObject() {
    return operation == Operation.SET ? object : computed().object();
  }

  /** Adds the calls of the cell's watches. The cell is locked and still holds its old value. */
  void addNotifications(List<Runnable> actions) {
    Attachment attachment = computed == null ? null : computed.attachment();
    if (attachment != null) {
      for (Attachment.Watch watch : attachment.watches()) {
        actions.add(notification(watch));
      }
    }
  }

  private Runnable notification(Attachment.Watch watch) {
    Object before = cell instanceof ObjectCell objectCell ? objectCell.valueAcquire() : null;
    long bitsBefore = cell instanceof BitsCell bitsCell ? bitsCell.bitsAcquire() : 0;
    Object after = newObject();
    long bitsAfter = newBits(bitsBefore);
    return () -> watch.changed(before, bitsBefore, after, bitsAfter);
  }
}
