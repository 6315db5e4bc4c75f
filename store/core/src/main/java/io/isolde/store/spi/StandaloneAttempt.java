package io.isolde.store.spi;

import io.isolde.stm.TransactionBody;
import io.isolde.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * An attempt of a transaction of a {@link StandaloneStore}: its nested blocks, which fail alone,
 * its alternatives, and its hooks. A subclass knows what the attempt has written. Used by one
 * thread at a time.
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

  /** Makes an attempt that has not begun. */
  protected StandaloneAttempt(Store store) {
    this.store = store;
  }

  /** The store that the attempt uses. */
  public final Store store() {
    return store;
  }

  /** The present point, to which {@link #rollbackTo} can return: 0 if nothing was written. */
  protected abstract int mark();

  /** Undoes what was written since {@code mark}. */
  protected abstract void rollbackTo(int mark);

  /** Runs a body, the outermost or a nested one; if it throws, its own effects are undone. */
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

  /** Whether the attempt ends because the body called retry and has no alternative left. */
  public final boolean isRetrying() {
    return retrying;
  }

  /** Every operation calls this first, or runs in a {@link #block}. */
  protected final void requireNotRetrying() {
    if (retrying) {
      throw new RetrySignal();
    }
  }

  /** Every write calls this first. */
  protected final void requireWritable() {
    if (readOnly) {
      throw new IllegalStateException(
          "write in a snapshot of " + store + ", which is read-only; use transact");
    }
  }

  /** Whether writes are refused. */
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
   * Ends the attempt, after its body, and returns its hooks, which are to be run outside of it. The
   * object can then be used for another attempt.
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
