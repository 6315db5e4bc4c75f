package io.isolde.stm.history;

import io.isolde.checks.history.AttemptRecord;
import io.isolde.checks.history.Key;
import io.isolde.stm.engine.Cell;
import java.util.concurrent.atomic.AtomicInteger;

/** A ref that notes its uses in the record of the attempt that makes them. Thread-safe. */
public abstract sealed class RecordedRef permits RecordedObject, RecordedLong, RecordedSum {
  final Key key;
  private final AtomicInteger changesLeft;

  RecordedRef(Key key, int changes) {
    this.key = key;
    this.changesLeft = new AtomicInteger(changes);
  }

  /** Reads. */
  public abstract void read(AttemptRecord attempt);

  /** Compares, if the ref can, or else reads. */
  public abstract void compare(AttemptRecord attempt);

  /** Reads and replaces the value; inside a transaction. */
  public abstract void replace(AttemptRecord attempt, Supply supply);

  /** Changes the value without reading it: inside a transaction, or as a transaction of its own. */
  public abstract void changeUnseen(AttemptRecord attempt, Supply supply);

  /** Reads and replaces the value in one operation: inside a transaction, or as one of its own. */
  public abstract void exchange(AttemptRecord attempt, Supply supply);

  public abstract Cell cell();

  /** Counts a change; whether it is the last one that the ref is good for. */
  final boolean isUsedUp() {
    return changesLeft.getAndDecrement() == 0;
  }
}
