package io.isolde.stm.engine;

import io.isolde.stm.TransactionOptions;
import io.isolde.stm.engine.Attachment.Validator;
import io.isolde.stm.engine.Attachment.Watch;
import io.isolde.stm.engine.WriteEntry.Operation;
import java.util.function.BooleanSupplier;
import java.util.function.LongUnaryOperator;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The operations that refs perform on their cells. Inside a transaction, an operation is a part of
 * it; outside, it is a transaction of its own. Thread-safe.
 */
public final class Access {
  private Access() {}

  // ---- object cells ----

  /** Reads. */
  public static @Nullable Object get(ObjectCell cell) {
    long id = Thread.currentThread().threadId();
    Brief brief = Briefs.of(id);
    return brief.isIdle(id) ? Single.get(cell) : get(cell, brief, id);
  }

  private static @Nullable Object get(ObjectCell cell, Brief brief, long id) {
    if (brief.isOf(id)) {
      return brief.read(cell);
    }
    Attempt attempt = Context.ofAttempt();
    return attempt == null ? Single.get(cell) : attempt.read(cell);
  }

  /** Reads without tracking. */
  public static @Nullable Object peek(ObjectCell cell) {
    Brief brief = Briefs.ofThread();
    if (brief != null) {
      return brief.peek(cell);
    }
    Attempt attempt = Context.current();
    return attempt == null ? Single.get(cell) : attempt.peek(cell);
  }

  /** Writes. */
  public static void set(ObjectCell cell, @Nullable Object value) {
    Brief brief = Briefs.ofThread();
    if (brief != null) {
      brief.write(cell, value);
      return;
    }
    Attempt attempt = Context.ofAttempt();
    if (attempt != null) {
      attempt.write(cell, value);
    } else if (!Single.set(cell, value)) {
      inTransaction(() -> set(cell, value));
    }
  }

  /** Writes {@code value} if the present value is {@code expected}; whether it was. */
  public static boolean compareAndSet(
      ObjectCell cell, @Nullable Object expected, @Nullable Object value) {
    if (Context.isInside()) {
      boolean found = get(cell) == expected;
      if (found) {
        set(cell, value);
      }
      return found;
    }
    return switch (Single.compareAndSet(cell, expected, value)) {
      case DONE -> true;
      case DIFFERENT -> false;
      case REFUSED -> inTransaction(() -> compareAndSet(cell, expected, value));
    };
  }

  /**
   * Outside a transaction: writes {@code value} in place of {@code expected}, and adds {@code
   * summand} to {@code sum}, at one instant. If it returns false, it has done neither, whatever the
   * reason: the caller must run an ordinary transaction.
   */
  public static boolean exchangeAndAdd(
      ObjectCell cell, Object expected, @Nullable Object value, BitsCell sum, long summand) {
    return Pair.exchangeAndAdd(cell, expected, value, sum, summand);
  }

  /** Applies a function that commutes with the others applied to this cell. */
  public static void commute(ObjectCell cell, UnaryOperator<@Nullable Object> function) {
    Attempt attempt = Context.current();
    if (attempt != null) {
      attempt.commute(cell, function);
    } else {
      inTransaction(() -> commute(cell, function));
    }
  }

  // ---- bits cells ----

  /** Reads. */
  public static long get(BitsCell cell) {
    long id = Thread.currentThread().threadId();
    Brief brief = Briefs.of(id);
    return brief.isIdle(id) ? Single.get(cell) : get(cell, brief, id);
  }

  private static long get(BitsCell cell, Brief brief, long id) {
    if (brief.isOf(id)) {
      return brief.read(cell);
    }
    Attempt attempt = Context.ofAttempt();
    return attempt == null ? Single.get(cell) : attempt.read(cell);
  }

  /** Reads a cell that many transactions read first, and that hardly ever changes. */
  public static long getGate(BitsCell cell) {
    Brief brief = Briefs.ofThread();
    return brief == null ? get(cell) : brief.readGate(cell);
  }

  /** Reads without tracking. */
  public static long peek(BitsCell cell) {
    Brief brief = Briefs.ofThread();
    if (brief != null) {
      return brief.peek(cell);
    }
    Attempt attempt = Context.current();
    return attempt == null ? Single.get(cell) : attempt.peek(cell);
  }

  /** The value that the calling thread's commit, which prepares, is about to publish. */
  public static long prepared(BitsCell cell) {
    Attempt attempt = Context.ofAttempt();
    if (attempt == null) {
      throw new IllegalStateException("no transaction is about to commit");
    }
    return attempt.prepared(cell);
  }

  /** Whether the value is one of those from {@code low} to {@code high}; remembers the answer. */
  public static boolean isIn(BitsCell cell, long low, long high) {
    Brief brief = Briefs.ofThread();
    if (brief != null) {
      return brief.isIn(cell, low, high);
    }
    Attempt attempt = Briefs.isIdle() ? null : Context.ofAttempt();
    return attempt == null
        ? Interval.contains(low, high, Single.get(cell))
        : attempt.isIn(cell, new Interval(low, high));
  }

  /** Writes. */
  public static void set(BitsCell cell, long bits) {
    Brief brief = Briefs.ofThread();
    if (brief != null) {
      brief.write(cell, bits);
      return;
    }
    Attempt attempt = Context.ofAttempt();
    if (attempt != null) {
      attempt.write(cell, bits);
    } else if (!Single.set(cell, bits)) {
      inTransaction(() -> set(cell, bits));
    }
  }

  /** Writes {@code bits} if the present value is {@code expected}; whether it was. */
  public static boolean compareAndSet(BitsCell cell, long expected, long bits) {
    if (Context.isInside()) {
      boolean found = get(cell) == expected;
      if (found) {
        set(cell, bits);
      }
      return found;
    }
    return switch (Single.compareAndSet(cell, expected, bits)) {
      case DONE -> true;
      case DIFFERENT -> false;
      case REFUSED -> inTransaction(() -> compareAndSet(cell, expected, bits));
    };
  }

  /** Adds longs. */
  public static void addLong(BitsCell cell, long summand) {
    add(cell, Operation.ADD_LONG, summand);
  }

  /** Adds ints, wrapping at 32 bits. */
  public static void addInt(BitsCell cell, int summand) {
    add(cell, Operation.ADD_INT, summand);
  }

  /** Adds doubles, kept as raw bits. */
  public static void addDouble(BitsCell cell, double summand) {
    add(cell, Operation.ADD_DOUBLE, Double.doubleToRawLongBits(summand));
  }

  private static void add(BitsCell cell, Operation addition, long summand) {
    Brief brief = Briefs.ofThread();
    if (brief != null) {
      brief.add(cell, addition, summand);
      return;
    }
    Attempt attempt = Context.ofAttempt();
    if (attempt != null) {
      attempt.add(cell, addition, summand);
    } else if (!Single.add(cell, addition, summand)) {
      inTransaction(() -> add(cell, addition, summand));
    }
  }

  /** Applies a function that commutes with the others applied to this cell. */
  public static void commute(BitsCell cell, LongUnaryOperator function) {
    Attempt attempt = Context.current();
    if (attempt != null) {
      attempt.commute(cell, function);
    } else {
      inTransaction(() -> commute(cell, function));
    }
  }

  private static boolean inTransaction(BooleanSupplier action) {
    return Execution.<Boolean, RuntimeException>run(
        TransactionOptions.DEFAULT, false, action::getAsBoolean);
  }

  private static void inTransaction(Runnable action) {
    Execution.run(TransactionOptions.DEFAULT, false, action::run);
  }

  // ---- attachments ----

  /** The cell's name, or null. */
  public static @Nullable String name(Cell cell) {
    Attachment attached = cell.attachmentVolatile();
    return attached == null ? null : attached.name();
  }

  /** The cell's name in quotes, or its type and identity. */
  public static String label(Cell cell) {
    return cell.label();
  }

  /** Names the cell. */
  public static void setName(Cell cell, String name) {
    attach(cell, attachment -> attachment.withName(name));
  }

  /** Gives a new cell, which has no attachment yet, one that it may share with others. */
  public static void share(Cell cell, Attachment attachment) {
    boolean unused = cell.casAttachment(null, attachment);
  }

  /**
   * Adds a validator, unless it rejects the present value; then no other thread has met it. The
   * validator is added under the cell's lock, and only if the cell still holds the value that was
   * accepted. So a commit either has finished before, or finds the validator.
   */
  public static void addValidator(Cell cell, Validator validator) {
    Attempt attempt = Context.current();
    if (attempt != null) {
      attempt.requireNotPreparing();
    }
    long word;
    do {
      word = accepted(cell, validator);
    } while (!attachUnder(cell, word, attachment -> attachment.with(validator)));
  }

  /** Lets the validator check the present value; returns the word under which the cell held it. */
  private static long accepted(Cell cell, Validator validator) {
    while (true) {
      long word = Single.awaitUnlocked(cell);
      Object object = cell instanceof ObjectCell objectCell ? objectCell.valueAcquire() : null;
      long bits = cell instanceof BitsCell bitsCell ? bitsCell.bitsAcquire() : 0;
      if (cell.wordAcquire() == word) {
        validator.validate(object, bits);
        return word;
      }
    }
  }

  /**
   * Changes the attachment under the cell's lock, if the cell has {@code word} and no commit is
   * under way; returns whether it did.
   */
  private static boolean attachUnder(Cell cell, long word, UnaryOperator<Attachment> change) {
    StackRoom.require();
    boolean locked = Word.isOwned(word) ? cell.tryLockOwned(word) : cell.tryLock(word);
    if (locked) {
      try {
        attach(cell, change);
      } finally {
        cell.wordRelease(word);
      }
    }
    return locked;
  }

  /** Removes a validator. */
  public static void removeValidator(Cell cell, Validator validator) {
    attach(cell, attachment -> attachment.without(validator));
  }

  /** Adds a watch. */
  public static void addWatch(Cell cell, Watch watch) {
    attach(cell, attachment -> attachment.with(watch));
  }

  /** Removes a watch. */
  public static void removeWatch(Cell cell, Watch watch) {
    attach(cell, attachment -> attachment.without(watch));
  }

  static void attach(Cell cell, UnaryOperator<Attachment> change) {
    Attachment before;
    Attachment after;
    do {
      before = cell.attachmentVolatile();
      after = change.apply(before == null ? Attachment.NONE : before);
    } while (!cell.casAttachment(before, after));
  }
}
