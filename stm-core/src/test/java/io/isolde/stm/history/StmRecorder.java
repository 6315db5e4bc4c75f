package io.isolde.stm.history;

import io.isolde.checks.history.Recorder;
import io.isolde.stm.Stm;
import java.util.function.LongSupplier;

/** Records the transactions of {@link Stm}. Thread-confined. */
public final class StmRecorder extends Recorder {
  /** Makes a recorder, like any other. */
  public StmRecorder(String worker, LongSupplier clock) {
    super(worker, clock);
  }

  /** Runs {@code body} in {@code Stm.atomic}. */
  public void atomic(Body body) {
    transaction(attempt -> Stm.atomic(attempt::run), body);
  }

  /** Runs {@code body} in {@code Stm.snapshot}. */
  public void snapshot(Body body) {
    transaction(attempt -> Stm.snapshot(attempt::run), body);
  }
}
