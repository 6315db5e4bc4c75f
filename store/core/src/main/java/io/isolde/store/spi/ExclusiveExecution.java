package io.isolde.store.spi;

import io.isolde.stm.Deadline;
import io.isolde.stm.TransactionBody;
import io.isolde.stm.TransactionInterruptedException;
import io.isolde.stm.TransactionOptions;
import io.isolde.stm.TransactionTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The execution of one transaction of an {@link ExclusiveStore}: attempts, each within a turn,
 * until one commits or fails. The caller's thread runs it and the hooks; another thread may make
 * the attempts. {@link ExclusiveStore#turn} uses it.
 *
 * <p>Made by the store, for one transaction. Not thread-safe: the turns of the store order the
 * attempts. Only {@link #deadline}, {@link #timedOut} and {@link #interrupted} may be called by the
 * caller while an attempt is under way.
 *
 * @param <T> the type of the result
 * @param <X> what the body may throw
 */
public final class ExclusiveExecution<T extends @Nullable Object, X extends Throwable> {
  /*
   * I1  The fields from seen on describe the last attempt. They are written within a turn, and read
   *     by the caller when turn() has returned, or, if the caller has left, by abandon(). Only the
   *     number of attempts is read by a caller that leaves; it may be a little old.
   * I2  seen is the number of changes that the store had when the last attempt called retry. While
   *     it still has that number, there is nothing new to see, and no attempt is made. So no change
   *     is missed while the hooks run, although they run outside the turn.
   */
  private static final long NOTHING = -1;

  private final ExclusiveStore store;
  private final TransactionOptions options;
  private final Deadline deadline;
  private final boolean asSnapshot;
  private final TransactionBody<T, X> body;

  private int attempts;
  private long seen = NOTHING;
  private Hooks hooks = Hooks.NONE;
  private boolean isObserved;
  private @Nullable T result;
  private @Nullable Throwable thrown;

  ExclusiveExecution(
      ExclusiveStore store,
      TransactionOptions options,
      boolean asSnapshot,
      TransactionBody<T, X> body) {
    this.store = store;
    this.options = options;
    this.deadline = Deadline.after(options.timeout());
    this.asSnapshot = asSnapshot;
    this.body = body;
  }

  /** Runs the transaction. */
  T run() throws X {
    store.turn(this);
    while (thrown != null) {
      rethrow(hooks.runAfterRollback(seen == NOTHING ? thrown : null));
      store.turn(this);
    }
    return committed();
  }

  @SuppressWarnings("unchecked") // thrown by the body, or unchecked
  private void rethrow(@Nullable Throwable failure) throws X {
    if (failure != null) {
      throw (X) failure;
    }
  }

  @SuppressWarnings("NullAway") // null only if the body returned null
  private T committed() {
    try {
      hooks.runAfterCommit(this::describe);
    } finally {
      if (isObserved) {
        store.stream().awaitRoom(deadline);
      }
    }
    return result;
  }

  /**
   * Makes an attempt, unless the last one waits for a change and there was none; called within a
   * turn, by any thread. Runs the body, on the calling thread, and {@link ExclusiveStore#commit};
   * runs no hooks.
   *
   * <p>Throws nothing that the caller should see: what the body throws is kept, and reaches the
   * caller once {@link ExclusiveStore#turn} has returned.
   *
   * @return false if the attempt waits for a change, and is to be made again in a later turn, after
   *     {@link ExclusiveStore#changed}; true if {@link ExclusiveStore#turn} is to return
   */
  public boolean attempt() {
    if (seen == store.changes()) {
      return false;
    }
    ExclusiveAttempt attempt = store.attempt();
    attempts++;
    thrown = null;
    try {
      result = transaction(attempt);
    } catch (Throwable t) {
      thrown = t;
    }
    seen = attempt.isRetrying() ? store.changes() : NOTHING;
    hooks = attempt.end();
    return seen == NOTHING || hooks.areDueAfterRollback();
  }

  private T transaction(ExclusiveAttempt attempt) throws X {
    store.requireOpen();
    ExclusiveTransaction.begin(attempt);
    try {
      T returned = attempt.block(asSnapshot, body);
      store.commit();
      isObserved = store.publish();
      return returned;
    } catch (Throwable t) {
      attempt.rollbackTo(0);
      throw t;
    } finally {
      attempt.forgetWrites();
      ExclusiveTransaction.end();
    }
  }

  /**
   * Called, instead of the return of {@link ExclusiveStore#turn}, when {@link #attempt} has
   * returned true, the attempt was rolled back, and its caller has left. Called once, and no
   * attempt is made any more. Runs the after-rollback hooks on a virtual thread of their own, as
   * {@link Hooks#runAfterRollbackApart}, and does not wait for them.
   */
  public void abandon() {
    hooks.runAfterRollbackApart();
  }

  /**
   * How long the caller is willing to wait: the timeout of the options counts from the beginning of
   * the transaction.
   *
   * @return always the same; {@link Deadline#NEVER} if there is no timeout
   */
  public Deadline deadline() {
    return deadline;
  }

  /**
   * The exception for a caller whose timeout passed.
   *
   * @param doing what it was doing then, for the message: for example {@code "waited for the lock"}
   * @return a new exception, to be thrown by {@link ExclusiveStore#turn}
   */
  public TransactionTimeoutException timedOut(String doing) {
    return new TransactionTimeoutException(describe(), options.timeout(), attempts, doing, null);
  }

  /**
   * The exception for a caller that was interrupted; sets the interrupt status of the calling
   * thread.
   *
   * @param doing what it was doing then, for the message: for example {@code "waited for the lock"}
   * @return a new exception, to be thrown by {@link ExclusiveStore#turn}
   */
  public TransactionInterruptedException interrupted(String doing) {
    Thread.currentThread().interrupt();
    return new TransactionInterruptedException(describe(), attempts, doing);
  }

  private String describe() {
    return options.describe() + " of " + store;
  }
}
