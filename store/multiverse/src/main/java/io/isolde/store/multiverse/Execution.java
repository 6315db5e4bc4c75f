package io.isolde.store.multiverse;

import io.isolde.stm.Deadline;
import io.isolde.stm.TooManyAttemptsException;
import io.isolde.stm.TransactionBody;
import io.isolde.stm.TransactionInterruptedException;
import io.isolde.stm.TransactionOptions;
import io.isolde.stm.TransactionTimeoutException;
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
  private final TransactionOptions options;
  private final Deadline deadline;
  private int attempts;
  private int losses;
  private int lossesInARow;

  /** The waiter of the last wait, until the wake-up that ended the wait has been passed on. */
  private Waiters.@Nullable Waiter woken;

  Execution(MultiverseStore store, TransactionOptions options) {
    this.store = store;
    this.options = options;
    this.deadline = Deadline.after(options.timeout());
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
      T result;
      try {
        result = attempt.block(asSnapshot, body);
        attempt.commit();
      } catch (Throwable t) {
        boolean fails = !attempt.isGivenUp() && !attempt.isRetrying();
        this.<X>afterRollback(attempt, fails ? t : null);
        continue;
      }
      afterCommit(attempt);
      return result;
    }
  }

  private void afterCommit(Attempt attempt) {
    boolean changed = attempt.hasChanged();
    end(attempt);
    try {
      attempt.end().runAfterCommit(this::name);
    } finally {
      if (changed) {
        store.awaitRoom(deadline);
      }
    }
  }

  /** Returns if another attempt is to be made; otherwise throws what the caller is to see. */
  @SuppressWarnings({
    "unchecked",
    "TypeParameterUnusedInFormals"
  }) // the body threw it, or unchecked
  private <X extends Throwable> void afterRollback(Attempt attempt, @Nullable Throwable thrown)
      throws X {
    end(attempt);
    Throwable failure = attempt.end().runAfterRollback(thrown);
    if (failure != null) {
      throw (X) failure;
    }
    awaitBetterTimes(attempt.waiter());
  }

  private void end(Attempt attempt) {
    store.end(attempt);
    passOn();
  }

  private void passOn() {
    if (woken != null) {
      woken.passOn();
      woken = null;
    }
  }

  private Attempt begin() {
    boolean alone = lossesInARow >= LOSSES_MAX;
    Gate gate = store.gate();
    await("waited for its turn", alone ? gate::enterAlone : gate::enter);
    attempts++;
    return store.begin(alone);
  }

  private void awaitBetterTimes(Waiters.@Nullable Waiter waiter) {
    if (waiter != null) {
      lossesInARow = 0;
      woken = waiter;
      await("waited for a change", waiter::await);
    } else {
      losses++;
      lossesInARow++;
      requireMoreAttempts();
      letOthersRun();
    }
  }

  private void requireMoreAttempts() {
    if (losses >= options.lossesMax()) {
      throw new TooManyAttemptsException(name(), losses, null);
    }
  }

  /**
   * Lets other threads run, for longer after each loss. Yields instead of parking with a timeout,
   * because a virtual thread that a timer wakes may wait for as long as others yield.
   */
  @SuppressWarnings("ThreadPriorityCheck") // it need not work, only help
  private void letOthersRun() {
    for (int i = 0; i < lossesInARow; i++) {
      Thread.yield();
    }
  }

  private void await(String doing, Wait wait) {
    try {
      if (!wait.await(deadline.nanosLeft())) {
        throw new TransactionTimeoutException(name(), options.timeout(), attempts, doing, null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TransactionInterruptedException(name(), attempts, doing);
    }
  }

  private String name() {
    return options.describe() + " of " + store;
  }
}
