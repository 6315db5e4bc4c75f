package io.isolde.store.agent;

import io.isolde.store.mailbox.Deadline;
import java.time.Duration;

/**
 * How long a sender waits. Immutable.
 *
 * @param deadlineNanos as {@link Deadline} has it
 * @param timeout what the sender said
 */
record Patience(long deadlineNanos, Duration timeout) {
  static final Patience ENDLESS = new Patience(Deadline.NEVER, Duration.ZERO);

  /** From now on. */
  static Patience of(Duration timeout) {
    return new Patience(Deadline.after(timeout), timeout);
  }

  boolean isEndless() {
    return deadlineNanos == Deadline.NEVER;
  }

  /** The one of both that ends first. */
  Patience within(Patience outer) {
    return isEndless() || (!outer.isEndless() && outer.deadlineNanos - deadlineNanos < 0)
        ? outer
        : this;
  }
}
