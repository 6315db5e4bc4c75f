package io.isolde.stm.history;

import io.isolde.checks.history.AttemptRecord;
import io.isolde.checks.history.Key;
import io.isolde.stm.DoubleRef;
import io.isolde.stm.IntRef;
import io.isolde.stm.LongRef;
import io.isolde.stm.engine.Cell;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;

/** A sum, in a ref of a type that has {@code add}. */
public final class RecordedSum extends RecordedRef {
  /** The number of powers of two that the smallest type, int, can tell apart. */
  static final int SUMMANDS_MAX = 30;

  private final Cell cell;
  private final LongSupplier get;

  /** Whether the value is at least the argument. */
  private final LongPredicate isAtLeast;

  private final LongConsumer add;
  private final AtomicInteger summands = new AtomicInteger();

  private RecordedSum(
      String name,
      int changes,
      Cell cell,
      LongSupplier get,
      LongPredicate isAtLeast,
      LongConsumer add) {
    super(Key.sum(name), changes);
    this.cell = cell;
    this.get = get;
    this.isAtLeast = isAtLeast;
    this.add = add;
  }

  public static RecordedSum ofLong(String name, int changes) {
    LongRef ref = LongRef.named(name, Key.INITIAL);
    return new RecordedSum(name, changes, ref, ref::get, ref::isAtLeast, ref::add);
  }

  static RecordedSum ofInt(String name, int changes) {
    IntRef ref = IntRef.named(name, (int) Key.INITIAL);
    return new RecordedSum(
        name,
        changes,
        ref,
        ref::get,
        bound -> ref.isAtLeast((int) bound),
        summand -> ref.add((int) summand));
  }

  static RecordedSum ofDouble(String name, int changes) {
    DoubleRef ref = DoubleRef.named(name, Key.INITIAL);
    return new RecordedSum(
        name, changes, ref, () -> (long) ref.get(), bound -> ref.get() >= bound, ref::add);
  }

  /** A power of two that nobody has added yet; 0 when there are no more. */
  long newSummand() {
    int number = summands.getAndIncrement();
    return number < SUMMANDS_MAX ? 1L << number : 0;
  }

  @Override
  public void read(AttemptRecord attempt) {
    value(attempt);
  }

  /** Reads and returns the value. */
  public long value(AttemptRecord attempt) {
    long value = get.getAsLong();
    attempt.read(key, value);
    return value;
  }

  /** Asks for the newest summand, or for the one after it, which nobody has added yet. */
  @Override
  public void compare(AttemptRecord attempt) {
    int issued = Math.min(summands.get(), SUMMANDS_MAX);
    isAtLeast(attempt, 1L << (issued % 2 == 0 ? issued : issued - 1));
  }

  /** Compares with a power of two. */
  public boolean isAtLeast(AttemptRecord attempt, long bound) {
    boolean answer = isAtLeast.test(bound);
    attempt.compared(key, bound, answer);
    return answer;
  }

  @Override
  public void replace(AttemptRecord attempt, Supply supply) {
    read(attempt);
    changeUnseen(attempt, supply);
  }

  /** Adds a summand, at most once in an attempt. */
  @Override
  public void changeUnseen(AttemptRecord attempt, Supply supply) {
    long summand = supply.summand(this);
    if (summand != 0 && !attempt.hasStanding(key)) {
      attempt.add(key, summand);
      add.accept(summand);
    }
  }

  @Override
  public void exchange(AttemptRecord attempt, Supply supply) {
    changeUnseen(attempt, supply);
  }

  @Override
  public Cell cell() {
    return cell;
  }
}
