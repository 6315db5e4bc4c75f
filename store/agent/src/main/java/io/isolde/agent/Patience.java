package io.isolde.agent;

import io.isolde.agent.mailbox.Deadline;
import java.time.Duration;

/**
 * How long a sender waits. Immutable.
 *
 * @param deadlineNanos a deadline as {@link Deadline} defines it
 * @param timeout the timeout that the sender gave
 */
record Patience(long deadlineNanos, Duration timeout) {
  static final Patience ENDLESS = new Patience(Deadline.NEVER, Duration.ZERO);

  /** The patience of a wait that begins now. */
  static Patience of(Duration timeout) {
    return new Patience(Deadline.after(timeout), timeout);
  }

  boolean isEndless() {
    return deadlineNanos == Deadline.NEVER;
  }

  /** This or {@code outer}, whichever ends first. */
  Patience within(Patience outer) {
    return isEndless() || (!outer.isEndless() && outer.deadlineNanos - deadlineNanos < 0)
        ? outer
        : this;
  }
}
