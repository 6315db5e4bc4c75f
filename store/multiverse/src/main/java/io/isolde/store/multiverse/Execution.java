package io.isolde.store.multiverse;

import io.isolde.stm.TransactionBody;
import io.isolde.stm.TransactionInterruptedException;
import io.isolde.stm.TransactionTimeoutException;
import io.isolde.store.spi.Deadline;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The execution of one transaction: attempts, until one commits or fails for good. Thread-confined.
 */
final class Execution {
  /** How many attempts in a row may lose before one runs alone. */
  private static final int LOSSES_MAX = 8;

  /** A wait with a limit in nanoseconds; returns false if the limit was reached. */
  private interface Wait {
    boolean await(long nanosMax) throws InterruptedException;
  }

  private final MultiverseStore store;
  private final @Nullable Duration timeout;
  private final Deadline deadline;
  private int attempts;
  private int losses;

  /** The waiter of the last wait, until the wake-up that ended the wait has been passed on. */
  private Waiters.@Nullable Waiter woken;

  /** Makes an execution, without a time limit if {@code timeout} is null. */
  Execution(MultiverseStore store, @Nullable Duration timeout) {
    this.store = store;
    this.timeout = timeout;
    this.deadline = Deadline.after(timeout);
  }

  <T extends @Nullable Object, X extends Throwable> T run(
      boolean asSnapshot, TransactionBody<T, X> body) throws X {
    try {
      return repeat(asSnapshot, body);
    } finally {
      passOn();
    }
  }

  private <T extends @Nullable Object, X extends Throwable> T repeat(
      boolean asSnapshot, TransactionBody<T, X> body) throws X {
    while (true) {
      Attempt attempt = begin();
      try {
        T result = attempt.run(asSnapshot, body);
        attempt.commit();
        return result;
      } catch (Throwable t) {
        if (!attempt.isGivenUp()) {
          throw t;
        }
      } finally {
        end(attempt);
      }
      awaitBetterTimes(attempt);
    }
  }

  private void passOn() {
    if (woken != null) {
      woken.passOn();
      woken = null;
    }
  }

  private Attempt begin() {
    boolean alone = losses >= LOSSES_MAX;
    Gate gate = store.gate();
    await("waited for its turn", alone ? gate::enterAlone : gate::enter);
    attempts++;
    return store.begin(alone);
  }

  private void end(Attempt attempt) {
    boolean changed = attempt.hasChanged();
    store.end(attempt);
    passOn();
    if (changed) {
      store.awaitRoom(deadline);
    }
  }

  private void awaitBetterTimes(Attempt attempt) {
    Waiters.@Nullable Waiter waiter = attempt.waiter();
    if (waiter != null) {
      losses = 0;
      woken = waiter;
      await("waited for a change", waiter::await);
    } else {
      losses++;
      letOthersRun();
    }
  }

  /**
   * Lets other threads run, for longer after each loss. Yields instead of parking with a timeout,
   * because a virtual thread that a timer wakes may wait for as long as others yield.
   */
  @SuppressWarnings("ThreadPriorityCheck") // it need not work, only help
  private void letOthersRun() {
    for (int i = 0; i < losses; i++) {
      Thread.yield();
    }
  }

  private void await(String doing, Wait wait) {
    try {
      if (!wait.await(deadline.nanosLeft())) {
        throw new TransactionTimeoutException(name(), timeout, attempts, doing, null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TransactionInterruptedException(name(), attempts, doing);
    }
  }

  private String name() {
    return "transaction of " + store;
  }
}
