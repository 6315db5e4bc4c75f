package io.isolde.stm.history;

import io.isolde.checks.history.AttemptRecord;
import io.isolde.checks.history.Key;
import io.isolde.stm.DoubleRef;
import io.isolde.stm.IntRef;
import io.isolde.stm.LongRef;
import io.isolde.stm.engine.Cell;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/** A sum, in a ref of a type that has {@code add}. */
public final class RecordedSum extends RecordedRef {
  /** The number of powers of two that the smallest type, int, can tell apart. */
  static final int SUMMANDS_MAX = 30;

  private final Cell cell;
  private final LongSupplier get;
  private final LongConsumer add;
  private final AtomicInteger summands = new AtomicInteger();

  private RecordedSum(String name, int changes, Cell cell, LongSupplier get, LongConsumer add) {
    super(Key.sum(name), changes);
    this.cell = cell;
    this.get = get;
    this.add = add;
  }

  public static RecordedSum ofLong(String name, int changes) {
    LongRef ref = LongRef.named(name, Key.INITIAL);
    return new RecordedSum(name, changes, ref, ref::get, ref::add);
  }

  static RecordedSum ofInt(String name, int changes) {
    IntRef ref = IntRef.named(name, (int) Key.INITIAL);
    return new RecordedSum(name, changes, ref, ref::get, summand -> ref.add((int) summand));
  }

  static RecordedSum ofDouble(String name, int changes) {
    DoubleRef ref = DoubleRef.named(name, Key.INITIAL);
    return new RecordedSum(name, changes, ref, () -> (long) ref.get(), ref::add);
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
