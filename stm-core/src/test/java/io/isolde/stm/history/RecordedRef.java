package io.isolde.stm.history;

import io.isolde.stm.engine.Cell;
import java.util.concurrent.atomic.AtomicInteger;

/** A ref whose uses are noted in the record of the attempt that makes them. Thread-safe. */
public abstract sealed class RecordedRef permits RecordedObject, RecordedLong, RecordedSum {
  final Key key;
  private final AtomicInteger changesLeft;

  RecordedRef(Key key, int changes) {
    this.key = key;
    this.changesLeft = new AtomicInteger(changes);
  }

  /** Reads. */
  public abstract void read(AttemptRecord attempt);

  /** Reads and replaces; inside a transaction. */
  public abstract void replace(AttemptRecord attempt, Supply supply);

  /** Changes without reading: inside a transaction, or as one by itself. */
  public abstract void changeUnseen(AttemptRecord attempt, Supply supply);

  /** Reads and replaces in one operation: inside a transaction, or as one by itself. */
  public abstract void exchange(AttemptRecord attempt, Supply supply);

  public abstract Cell cell();

  /** Whether this was the last change that the ref is good for. */
  final boolean isUsedUp() {
    return changesLeft.getAndDecrement() == 0;
  }
}
