package io.isolde.store.postgres;

import io.isolde.stm.Deadline;
import io.isolde.stm.TooManyAttemptsException;
import io.isolde.stm.TransactionBody;
import io.isolde.stm.TransactionInterruptedException;
import io.isolde.stm.TransactionOptions;
import io.isolde.stm.TransactionTimeoutException;
import io.isolde.store.spi.ExclusiveTransaction;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The execution of one transaction: attempts, until one commits or fails for good. Thread-confined.
 */
final class Execution {
  /** How many attempts in a row may lose before one waits for the lock of those that lost. */
  private static final int LOSSES_MAX = 8;

  /** How many attempts in a row may fail for want of a server, within some ten seconds. */
  private static final int FAILURES_MAX = 8;

  private static final long FAILURE_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private interface Wait {
    boolean await(Deadline deadline) throws InterruptedException;
  }

  private final PostgresStore store;
  private final TransactionOptions options;
  private final boolean asSnapshot;
  private final Deadline deadline;
  private int attempts;
  private int losses;
  private int lossesInARow;
  private int failures;

  /** The stripes that the next attempt needs. */
  private List<Semaphore> wanted = List.of();

  /** Those that this transaction holds. */
  private List<Semaphore> held = List.of();

  Execution(PostgresStore store, TransactionOptions options, boolean asSnapshot) {
    this.store = store;
    this.options = options;
    this.asSnapshot = asSnapshot;
    this.deadline = Deadline.after(options.timeout());
  }

  <T extends @Nullable Object, X extends Throwable> T run(TransactionBody<T, X> body) throws X {
    try {
      return repeat(body);
    } finally {
      leaveStripes();
    }
  }

  private void leaveStripes() {
    Stripes.leave(held);
    held = List.of();
  }

  private <T extends @Nullable Object, X extends Throwable> T repeat(TransactionBody<T, X> body)
      throws X {
    while (true) {
      Attempt attempt = begin();
      T result;
      try {
        result = attempt.block(asSnapshot, body);
        attempt.commit();
      } catch (Throwable t) {
        this.<X>afterRollback(attempt, failure(attempt, t));
        continue;
      }
      afterCommit(attempt);
      return result;
    }
  }

  private Attempt begin() {
    if (!wanted.isEmpty()) {
      await("waited for transactions that write the same", end -> Stripes.take(wanted, end));
      held = wanted;
      wanted = List.of();
    }
    takeSeat();
    attempts++;
    store.statistics().attempted();
    return store.begin(asSnapshot, lossesInARow >= LOSSES_MAX, deadline);
  }

  private void takeSeat() {
    if (!store.database().tryTakeSeat()) {
      long start = System.nanoTime();
      FlightEvents.PoolWait event = new FlightEvents.PoolWait();
      event.begin();
      await("waited for a connection", store.database()::takeSeat);
      event.transaction = event.shouldCommit() ? name() : "";
      event.commit();
      store.statistics().waitedForPool(System.nanoTime() - start);
    }
  }

  /** What the caller is to see; null if another attempt is to be made. */
  private @Nullable Throwable failure(Attempt attempt, Throwable thrown) {
    if (attempt.lost() != null || thrown instanceof Lost) {
      return null;
    }
    if (attempt.isRetrying()) {
      attempt.noteSnapshot();
      return null;
    }
    try {
      attempt.commitReads();
      return thrown;
    } catch (Lost lost) {
      return null; // what the body saw need not have been right
    }
  }

  private void afterCommit(Attempt attempt) {
    boolean changed = attempt.hasWrites();
    store.statistics().committed();
    end(attempt);
    leaveStripes();
    if (changed) {
      store.feed().committed();
    }
    try {
      attempt.end().runAfterCommit(this::name);
    } finally {
      if (changed) {
        store.feed().awaitRoom(attempt.number(), deadline);
      }
    }
  }

  private static void end(Attempt attempt) {
    try {
      attempt.session().end();
    } finally {
      ExclusiveTransaction.end();
    }
  }

  @SuppressWarnings({
    "unchecked",
    "TypeParameterUnusedInFormals"
  }) // thrown by the body, or unchecked
  private <X extends Throwable> void afterRollback(Attempt attempt, @Nullable Throwable thrown)
      throws X {
    boolean waits = attempt.isRetrying() && attempt.lost() == null;
    Feed.Waiter waiter = thrown == null && waits ? store.feed().waiter(attempt) : null;
    end(attempt);
    leaveStripes();
    Throwable failure = attempt.end().runAfterRollback(thrown);
    if (failure != null) {
      throw (X) failure;
    }
    Throwable lost = attempt.lost();
    if (waiter != null) {
      lossesInARow = 0;
      await("waited for a change", waiter::await);
    } else if (lost instanceof InterruptedException) {
      throw interrupted("waited for the database");
    } else if (lost instanceof TimeoutException) {
      throw timedOut("waited for the database");
    } else if (lost != null) {
      afterLoss(attempt, lost);
    }
  }

  private void afterLoss(Attempt attempt, Throwable lost) {
    if (lost instanceof SQLException e && Failures.isPassing(e)) {
      afterFailure(e);
      return;
    }
    failures = 0;
    losses++;
    lossesInARow++;
    store.statistics().lost(name(), losses);
    if (losses >= options.lossesMax()) {
      throw new TooManyAttemptsException(name(), losses, null);
    }
    wanted = store.stripes().of(attempt.written());
  }

  private void afterFailure(SQLException failure) {
    if (++failures > FAILURES_MAX) {
      throw Failures.of(store.toString(), failure);
    }
    await("waited for the database", end -> pause(FAILURE_PAUSE_NANOS << failures, end));
  }

  private static boolean pause(long nanos, Deadline deadline) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(Math.min(nanos, deadline.nanosLeft()));
    return !deadline.hasPassed();
  }

  private void await(String doing, Wait wait) {
    try {
      if (!wait.await(deadline)) {
        throw timedOut(doing);
      }
    } catch (InterruptedException e) {
      throw interrupted(doing);
    }
  }

  private TransactionTimeoutException timedOut(String doing) {
    return new TransactionTimeoutException(name(), options.timeout(), attempts, doing, null);
  }

  private TransactionInterruptedException interrupted(String doing) {
    Thread.currentThread().interrupt();
    return new TransactionInterruptedException(name(), attempts, doing);
  }

  private String name() {
    return options.describe() + " of " + store;
  }
}
