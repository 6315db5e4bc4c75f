package io.isolde.store.agent;

import io.isolde.agent.Agent;
import io.isolde.agent.AgentInterruptedException;
import io.isolde.agent.AgentOptions;
import io.isolde.agent.AgentTimeoutException;
import io.isolde.agent.mailbox.Deadline;
import io.isolde.stm.TransactionBody;
import io.isolde.stm.TransactionInterruptedException;
import io.isolde.stm.TransactionTimeoutException;
import io.isolde.store.Capability;
import io.isolde.store.StoreUri;
import io.isolde.store.spi.ExclusiveStore;
import io.isolde.store.spi.ExclusiveTransaction;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A store whose transactions are messages to the one agent that owns the whole state. Thread-safe.
 */
final class AgentStore extends ExclusiveStore {
  /*
   * Idea. Having the turn means running on the owner's thread. The caller waits for the result, and
   * may give up:
   *
   *   before the body has begun     the body does not run
   *   while the body runs or waits  its changes are undone, because commit() finds that the caller
   *                                 no longer waits (Call I1)
   *   after commit()                the owner answers at once, and the caller waits for the answer
   *
   * A body that calls retry is rolled back and put aside, and runs again after each commit that
   * changed something. Which refs it read is not known, so every change wakes all bodies that wait.
   *
   * Progress. First come, first served, in the order of the mailbox.
   */
  private static final AgentOptions OPTIONS = AgentOptions.DEFAULT.withValueCheck(false);

  private static final String WAITING = "waited for the owner";

  private final Agent<Turns> owner;

  AgentStore(StoreUri uri) {
    super(uri, Capability.RETRY);
    owner = Agent.of(OPTIONS.withName(uri.toString()), new Turns());
  }

  @Override
  protected <T extends @Nullable Object, X extends Throwable> T turn(
      @Nullable Duration timeout, TransactionBody<T, X> body) throws X {
    Turn<T> turn = new Turn<>(body);
    long deadlineNanos = timeout == null ? Deadline.NEVER : Deadline.after(timeout);
    try {
      send(turn, timeout);
      if (!turn.call.await(deadlineNanos)) {
        throw timedOut(timeout);
      }
    } catch (AgentTimeoutException e) {
      throw timedOut(timeout);
    } catch (AgentInterruptedException | InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TransactionInterruptedException("transaction of " + this, 0, WAITING);
    }
    return turn.call.<X>result();
  }

  private void send(Turn<?> turn, @Nullable Duration timeout) {
    UnaryOperator<Turns> message =
        turns -> {
          turns.take(turn);
          return turns;
        };
    if (timeout == null) {
      owner.tell(message);
    } else {
      owner.tell(timeout, message);
    }
  }

  private TransactionTimeoutException timedOut(@Nullable Duration timeout) {
    return new TransactionTimeoutException("transaction of " + this, timeout, 0, WAITING, null);
  }

  /** The action begins with the commit, after which the caller waits unconditionally. */
  @Override
  protected void turnUninterruptibly(Runnable action) {
    boolean interrupted = false;
    while (!runsInTurn(action)) {
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns false if an interrupt came before the turn. */
  private boolean runsInTurn(Runnable action) {
    try {
      return turn(
          null,
          () -> {
            commit();
            action.run();
            return true;
          });
    } catch (TransactionInterruptedException e) {
      return false;
    }
  }

  @Override
  protected void commit() {
    owner.get().commit(hasChanges());
  }

  @Override
  public Error retry() {
    requireJoinable();
    if (!ExclusiveTransaction.isOpen()) {
      throw isClosed()
          ? closedException()
          : new IllegalStateException("retry outside a transaction");
    }
    throw owner.get().retry();
  }

  /** Wakes the bodies that wait for a change, which then find the store closed. */
  @Override
  protected void shut() {
    super.shut();
    turnUninterruptibly(() -> owner.get().wakeAll());
  }

  /**
   * The number of bodies that wait for a change, even if their callers have given up; for tests.
   */
  int waiting() {
    int[] count = new int[1];
    turnUninterruptibly(() -> count[0] = owner.get().waiting());
    return count[0];
  }
}
