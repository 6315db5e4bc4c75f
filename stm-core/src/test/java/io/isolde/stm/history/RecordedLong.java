package io.isolde.stm.history;

import io.isolde.checks.history.AttemptRecord;
import io.isolde.checks.history.Key;
import io.isolde.stm.LongRef;
import io.isolde.stm.engine.Access;
import io.isolde.stm.engine.Cell;

/** A chain in a {@link LongRef}. */
public final class RecordedLong extends RecordedRef {
  private final LongRef ref;

  public RecordedLong(String name, int changes) {
    super(Key.chain(name), changes);
    ref = LongRef.named(name, Key.INITIAL);
  }

  @Override
  public void read(AttemptRecord attempt) {
    value(attempt);
  }

  /** Reads and returns the value. */
  public long value(AttemptRecord attempt) {
    long value = ref.get();
    attempt.read(key, value);
    return value;
  }

  /** Reads the ref as a gate, and returns the value. */
  public long readAsGate(AttemptRecord attempt) {
    long value = Access.getGate(ref);
    attempt.read(key, value);
    return value;
  }

  /** Asks whether the present value, if it is the present one, is the value: a read, if so. */
  @Override
  public void compare(AttemptRecord attempt) {
    long guess = ref.peek();
    if (ref.isEqualTo(guess)) {
      attempt.read(key, guess);
    }
  }

  @Override
  public void replace(AttemptRecord attempt, Supply supply) {
    set(attempt, supply, value(attempt));
  }

  /** Writes a ref that is known to hold {@code before}. Returns the value written. */
  public long set(AttemptRecord attempt, Supply supply, long before) {
    long value = supply.next();
    attempt.write(key, value, before);
    ref.set(value);
    return value;
  }

  @Override
  public void changeUnseen(AttemptRecord attempt, Supply supply) {
    ref.commute(attempt.writeFunction(key, supply.next())::appliedTo);
  }

  @Override
  public void exchange(AttemptRecord attempt, Supply supply) {
    long value = supply.next();
    long before = ref.getAndSet(value);
    attempt.read(key, before).write(key, value, before);
  }

  @Override
  public Cell cell() {
    return ref;
  }
}
