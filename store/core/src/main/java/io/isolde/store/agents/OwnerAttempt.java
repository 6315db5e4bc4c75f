package io.isolde.store.agents;

import io.isolde.agent.Answer;
import io.isolde.stm.TransactionBody;
import io.isolde.store.spi.Hooks;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An attempt of a transaction at the owner of its key, and its outcome: what the body returned or
 * threw, so that an exception of the body is never mistaken for one of the owner; and the hooks.
 * Made by the caller, which may leave, and visited once at most. Thread-safe.
 */
final class OwnerAttempt<T extends @Nullable Object, X extends Throwable> {
  /*
   * I1  The hooks run once: the caller runs them if the attempt has ended when it comes back or
   *     leaves; otherwise the end of the attempt finds that the caller has left.
   * I2  A caller that gets the answer sees result and thrown, which were written before it.
   */
  private final AgentsStore store;
  private final Key key;
  private final boolean asSnapshot;
  private final TransactionBody<T, X> body;

  private @Nullable T result;
  private @Nullable Throwable thrown;

  /** Guarded by this; null until the attempt has ended. */
  private @Nullable Hooks hooks;

  /** Guarded by this. */
  private boolean left;

  OwnerAttempt(AgentsStore store, Key key, boolean asSnapshot, TransactionBody<T, X> body) {
    this.store = store;
    this.key = key;
    this.asSnapshot = asSnapshot;
    this.body = body;
  }

  /** Makes the attempt, on the owner's thread; the answer holds if the caller has not left. */
  Answer<Slot, Boolean> answer(Slot slot) {
    KeyTransaction attempt = KeyTransaction.at(store, key, slot);
    Slot after = slot;
    try {
      store.requireUnclosed();
      result = attempt.run(asSnapshot, body);
      after = attempt.slot();
    } catch (Throwable t) {
      thrown = t;
    }
    ended(attempt.end());
    return new Answer<>(after, true);
  }

  private void ended(Hooks ended) {
    if (hasLeft(ended)) {
      ended.runAfterRollbackApart();
    }
  }

  private synchronized boolean hasLeft(Hooks ended) {
    hooks = ended;
    return left;
  }

  /** For the caller: the hooks, if the attempt has ended; otherwise they are not the caller's. */
  private synchronized @Nullable Hooks leave() {
    left = true;
    return hooks;
  }

  /** For the caller that has no answer, for a reason: the attempt is, or will be, rolled back. */
  void leave(Throwable reason) {
    Hooks ended = leave();
    if (ended != null) {
      ended.runAfterRollback(reason);
    }
  }

  /**
   * For the caller that has the answer: runs the hooks, and returns or throws what the body did.
   */
  @SuppressWarnings({"unchecked", "NullAway"}) // as the body says, of both
  T result(Supplier<String> transaction) throws X {
    Hooks ended = Objects.requireNonNull(leave());
    if (thrown != null) {
      throw (X) ended.runAfterRollback(thrown);
    }
    ended.runAfterCommit(transaction);
    return result;
  }
}
