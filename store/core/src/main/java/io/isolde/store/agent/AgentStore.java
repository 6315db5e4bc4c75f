package io.isolde.store.agent;

import io.isolde.agent.Agent;
import io.isolde.agent.AgentInterruptedException;
import io.isolde.agent.AgentOptions;
import io.isolde.agent.AgentTimeoutException;
import io.isolde.stm.Deadline;
import io.isolde.store.StoreUri;
import io.isolde.store.spi.ExclusiveExecution;
import io.isolde.store.spi.ExclusiveStore;
import java.util.function.UnaryOperator;

/**
 * A store whose transactions are messages to the one agent that owns the whole state. Thread-safe.
 */
final class AgentStore extends ExclusiveStore {
  /*
   * Idea. Having the turn means running on the owner's thread. The caller waits for the end of the
   * attempt, and may give up:
   *
   *   before the body has begun     the body does not run
   *   while the body runs or waits  its changes are undone, because commit() finds that the caller
   *                                 no longer waits (Call I1)
   *   after commit()                the owner answers at once, and the caller waits for the answer
   *
   * A body that calls retry is rolled back and put aside, and runs again after each commit that
   * changed something. Which refs it read is not known, so every change wakes all bodies that wait.
   * If it has hooks, it goes back to the caller, who runs them and sends it again. The hooks of a
   * caller that has left run on a thread of their own, so that they do not hold up the owner.
   *
   * Progress. First come, first served, in the order of the mailbox.
   */
  private static final AgentOptions OPTIONS = AgentOptions.DEFAULT.withValueCheck(false);

  private static final String WAITING = "waited for the owner";

  private final Agent<Turns> owner;

  AgentStore(StoreUri uri) {
    super(uri);
    owner = Agent.of(OPTIONS.withName(uri.toString()), new Turns());
  }

  @Override
  protected void turn(ExclusiveExecution<?, ?> execution) {
    Turn turn = new Turn(execution::attempt, execution::abandon);
    try {
      if (!isAnswered(turn, execution.deadline())) {
        throw execution.timedOut(WAITING);
      }
    } catch (InterruptedException e) {
      throw execution.interrupted(WAITING);
    }
  }

  /** Sends a turn to the owner and waits for its end; returns false if that took too long. */
  private boolean isAnswered(Turn turn, Deadline deadline) throws InterruptedException {
    try {
      send(turn, deadline);
    } catch (AgentTimeoutException e) {
      return false;
    } catch (AgentInterruptedException e) {
      throw new InterruptedException();
    }
    return turn.isAnswered(deadline);
  }

  private void send(Turn turn, Deadline deadline) {
    UnaryOperator<Turns> message =
        turns -> {
          turns.take(turn);
          return turns;
        };
    if (deadline.isNever()) {
      owner.tell(message);
    } else {
      owner.tell(deadline.left(), message);
    }
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
    Turn turn =
        new Turn(
            () -> {
              commit();
              action.run();
              return true;
            },
            () -> {});
    try {
      return isAnswered(turn, Deadline.NEVER);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  protected void commit() {
    owner.get().commit();
  }

  @Override
  protected void changed() {
    owner.get().wakeAll();
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
