package io.isolde.stm.history;

import io.isolde.checks.history.AttemptRecord;
import io.isolde.checks.history.Key;
import io.isolde.checks.history.Write;
import io.isolde.stm.Ref;
import io.isolde.stm.engine.Cell;

/** A chain in a {@link Ref}. */
public final class RecordedObject extends RecordedRef {
  private record Stamp(long value) {}

  private final Ref<Stamp> ref;

  public RecordedObject(String name, int changes) {
    super(Key.chain(name), changes);
    ref = Ref.named(name, new Stamp(Key.INITIAL));
  }

  @Override
  public void read(AttemptRecord attempt) {
    attempt.read(key, ref.get().value);
  }

  @Override
  public void compare(AttemptRecord attempt) {
    read(attempt);
  }

  @Override
  public void replace(AttemptRecord attempt, Supply supply) {
    long before = ref.get().value;
    attempt.read(key, before);
    long value = supply.next();
    attempt.write(key, value, before);
    ref.set(new Stamp(value));
  }

  @Override
  public void changeUnseen(AttemptRecord attempt, Supply supply) {
    Write write = attempt.writeFunction(key, supply.next());
    ref.commute(before -> new Stamp(write.appliedTo(before.value)));
  }

  @Override
  public void exchange(AttemptRecord attempt, Supply supply) {
    long value = supply.next();
    long before = ref.getAndSet(new Stamp(value)).value;
    attempt.read(key, before).write(key, value, before);
  }

  @Override
  public Cell cell() {
    return ref;
  }
}
