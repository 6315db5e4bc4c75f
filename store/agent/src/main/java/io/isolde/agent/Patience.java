package io.isolde.agent;

import io.isolde.stm.Deadline;
import java.time.Duration;
import java.util.Objects;

/**
 * How long a sender waits. Immutable.
 *
 * @param timeout the timeout that the sender gave
 */
record Patience(Deadline deadline, Duration timeout) {
  static final Patience ENDLESS = new Patience(Deadline.NEVER, Duration.ZERO);

  /** The patience of a wait that begins now. */
  static Patience of(Duration timeout) {
    return new Patience(Deadline.after(Objects.requireNonNull(timeout, "timeout")), timeout);
  }

  boolean isEndless() {
    return deadline.isNever();
  }

  /** This or {@code outer}, whichever ends first. */
  Patience within(Patience outer) {
    return deadline.earlier(outer.deadline) == deadline ? this : outer;
  }
}
