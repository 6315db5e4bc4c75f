package io.isolde.store.spi;

import io.isolde.stm.TransactionBody;
import io.isolde.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * An attempt of a transaction of a {@link StandaloneStore}: its nested blocks, which fail alone,
 * its alternatives, and its hooks. A subclass knows what the attempt has written.
 *
 * <p>A store runs the outermost body in {@link #block}, asks {@link #isRetrying} if it throws, and
 * calls {@link #end} in any case. {@link StandaloneStore} does the rest while the body runs.
 *
 * <p>Not thread-safe: used by one thread at a time, and by the one that runs the body while it
 * runs.
 */
public abstract class StandaloneAttempt {
  /*
   * Idea. What the attempt wrote and the hooks that it registered are logs. A block notes their
   * lengths when it begins, and if it throws, what was added since is undone.
   *
   * I1  retrying is true from a call of retry until the next alternative begins or the attempt has
   *     ended. Meanwhile no block begins, and none ends normally: so a body that swallows the
   *     signal cannot commit.
   * I2  Inside of firstAlternatives alternatives, each of which has another one behind it, retry
   *     need not be able to wait.
   */
  private final Store store;
  private Hooks hooks = Hooks.NONE;
  private boolean readOnly;
  private boolean retrying;
  private int firstAlternatives;

  /**
   * Makes an attempt that has not begun, and may write.
   *
   * @param store the store that the attempt uses; nothing of it is called
   */
  protected StandaloneAttempt(Store store) {
    this.store = store;
  }

  /**
   * The store that the attempt uses.
   *
   * @return always the same
   */
  public final Store store() {
    return store;
  }

  /**
   * The present point, to which {@link #rollbackTo} can return.
   *
   * @return 0 if the attempt has written nothing, or nothing that was not undone
   */
  protected abstract int mark();

  /**
   * Undoes what was written since a point, so that the attempt reads what it read then. Called when
   * a block throws, also after {@code retry} or a lost conflict. Should not throw: what it throws
   * replaces the exception of the body, and the hooks of the block stay registered.
   *
   * @param mark what {@link #mark} has returned in this attempt, and not undone itself; 0 undoes
   *     everything
   */
  protected abstract void rollbackTo(int mark);

  /**
   * Runs a body, the outermost or a nested one, on the calling thread, once. If it throws, its own
   * effects are undone: what it wrote, and its after-commit hooks, which are dropped.
   *
   * @param <T> the type of the result
   * @param <X> what the body may throw
   * @param asSnapshot whether the body may only read; inside a block that may only read, every
   *     block may only read
   * @param body what to do
   * @return what {@code body} returned
   * @throws X what {@code body} threw; its own effects are undone
   * @throws Error if the attempt waits to be made again because {@code retry} was called: let it
   *     pass. If it was called before, {@code body} has not run; if {@code body} called it and went
   *     on, its own effects are undone
   */
  public final <T extends @Nullable Object, X extends Throwable> T block(
      boolean asSnapshot, TransactionBody<T, X> body) throws X {
    requireNotRetrying();
    int mark = mark();
    int hooksMark = hooks.mark();
    boolean readOnlyAround = readOnly;
    readOnly |= asSnapshot;
    try {
      T result = body.run();
      requireNotRetrying();
      return result;
    } catch (Throwable t) {
      rollbackTo(mark);
      hooks.rollbackTo(hooksMark);
      throw t;
    } finally {
      readOnly = readOnlyAround;
    }
  }

  /** Runs {@code first}; if it calls retry, undoes its effects and runs {@code second}. */
  final <T extends @Nullable Object, X extends Throwable> T orElse(
      TransactionBody<T, X> first, TransactionBody<T, X> second) throws X {
    firstAlternatives++;
    try {
      return block(false, first);
    } catch (Throwable t) {
      if (!retrying) {
        throw t;
      }
      retrying = false;
    } finally {
      firstAlternatives--;
    }
    return block(false, second);
  }

  /** Whether an alternative is left if the body calls retry. */
  final boolean hasAlternative() {
    return firstAlternatives > 0;
  }

  /** Gives up the block under way and those around it, up to one that has an alternative. */
  final RetrySignal retry() {
    retrying = true;
    return new RetrySignal();
  }

  /**
   * Whether the attempt waits to be made again. To be asked when the outermost block has thrown
   * anything, and before {@link #end}: true if the body called {@code retry} with no alternative
   * left, whatever it threw afterwards. During the body it is true also while a first alternative
   * is given up.
   *
   * @return whether the transaction is to wait for a change, and then to be attempted again
   */
  public final boolean isRetrying() {
    return retrying;
  }

  /**
   * Refuses an operation after {@code retry}, which the body may have swallowed. Every operation
   * calls this first, or runs in a {@link #block}.
   *
   * @throws Error if {@code retry} was called, and no alternative has begun since; let it pass
   */
  protected final void requireNotRetrying() {
    if (retrying) {
      throw new RetrySignal();
    }
  }

  /**
   * Refuses to write in a snapshot. Every write calls this first.
   *
   * @throws IllegalStateException if the innermost block, or one around it, may only read; the
   *     attempt can go on
   */
  protected final void requireWritable() {
    if (readOnly) {
      throw new IllegalStateException(
          "write in a snapshot of " + store + ", which is read-only; use transact");
    }
  }

  /**
   * Whether writes are refused.
   *
   * @return whether the innermost block, or one around it, may only read
   */
  protected final boolean isReadOnly() {
    return readOnly;
  }

  final void afterCommit(Runnable hook) {
    hooks().addAfterCommit(hook);
  }

  final void afterRollback(Runnable hook) {
    hooks().addAfterRollback(hook);
  }

  private Hooks hooks() {
    requireNotRetrying();
    if (hooks == Hooks.NONE) {
      hooks = new Hooks();
    }
    return hooks;
  }

  /**
   * Ends the attempt, after its outermost block has returned or thrown, and after its commit or
   * rollback. The object can then be used for another attempt, if the subclass forgets what was
   * written.
   *
   * @return the hooks of the attempt, to be run once outside of it: after {@link
   *     ExclusiveTransaction#end}, and usually on the thread of the caller
   */
  public final Hooks end() {
    Hooks ended = hooks;
    if (ended != Hooks.NONE) { // most have none, and writing a reference costs a fence
      hooks = Hooks.NONE;
    }
    retrying = false;
    return ended;
  }

  /** Whether no attempt is under way that has registered hooks, called retry, or only reads. */
  final boolean isAtRest() {
    return hooks == Hooks.NONE && !retrying && !readOnly && firstAlternatives == 0;
  }
}
