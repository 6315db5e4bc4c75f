package io.isolde.store.agents;

import io.isolde.agent.Agent;
import io.isolde.agent.AgentInterruptedException;
import io.isolde.agent.AgentStoppedException;
import io.isolde.agent.AgentTimeoutException;
import io.isolde.stm.Deadline;
import io.isolde.stm.TransactionBody;
import io.isolde.stm.TransactionInterruptedException;
import io.isolde.stm.TransactionOptions;
import io.isolde.stm.TransactionTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The execution of one transaction of an {@code agents:} store: an attempt on the caller's thread,
 * which seeks the key, and one at the key's owner. Thread-confined.
 */
final class KeyExecution<T extends @Nullable Object, X extends Throwable> {
  private static final String WAITING = "waited for the owner of its key";

  private final AgentsStore store;
  private final TransactionOptions options;
  private final Deadline deadline;
  private final boolean asSnapshot;
  private final TransactionBody<T, X> body;

  KeyExecution(
      AgentsStore store,
      TransactionOptions options,
      boolean asSnapshot,
      TransactionBody<T, X> body) {
    this.store = store;
    this.options = options;
    this.deadline = Deadline.after(options.timeout());
    this.asSnapshot = asSnapshot;
    this.body = body;
  }

  /** Seeks the key, and runs the body at its owner. A body that uses no key is done then. */
  T run() throws X {
    KeyTransaction seeking = KeyTransaction.seeking(store);
    T result;
    try {
      result = seeking.run(asSnapshot, body);
    } catch (Throwable t) {
      return at(found(seeking, t));
    }
    seeking.end().runAfterCommit(this::describe);
    return result;
  }

  /** The key that an attempt found, which is rolled back; throws {@code thrown} if none. */
  @SuppressWarnings("unchecked") // thrown by the body, or unchecked
  private Key found(KeyTransaction seeking, Throwable thrown) throws X {
    Key found = seeking.found();
    Throwable failure = seeking.end().runAfterRollback(found == null ? thrown : null);
    if (found == null || failure != null) {
      throw (X) failure;
    }
    return found;
  }

  /** Asks the owner of the key, and if it has ended, the next owner, until one answers. */
  T at(Key key) throws X {
    OwnerAttempt<T, X> visit = new OwnerAttempt<>(store, key, asSnapshot, body);
    while (!isAnswered(key, visit)) {
      store.requireUnclosed();
    }
    return visit.result(this::describe);
  }

  /** Asks the present owner of the key; returns false if it has ended. */
  private boolean isAnswered(Key key, OwnerAttempt<T, X> visit) {
    Agent<Slot> owner = key.owner();
    try {
      return ask(owner, visit);
    } catch (RuntimeException | Error e) {
      if (e instanceof AgentStoppedException && e.getCause() == null) {
        return false;
      }
      visit.leave(e);
      throw e;
    } finally {
      key.release(owner);
    }
  }

  private boolean ask(Agent<Slot> owner, OwnerAttempt<T, X> visit) {
    try {
      return deadline.isNever()
          ? owner.askAndUpdate(visit::answer)
          : owner.askAndUpdate(deadline.left(), visit::answer);
    } catch (AgentTimeoutException e) {
      throw new TransactionTimeoutException(describe(), options.timeout(), 0, WAITING, null);
    } catch (AgentInterruptedException e) {
      throw new TransactionInterruptedException(describe(), 0, WAITING);
    }
  }

  private String describe() {
    return options.describe() + " of " + store;
  }
}
