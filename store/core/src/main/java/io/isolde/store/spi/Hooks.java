package io.isolde.store.spi;

import io.isolde.stm.AfterCommitException;
import java.util.ArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The hooks of one attempt of a transaction of a {@link StandaloneStore}, in the order of
 * registration. {@link StandaloneAttempt#end} returns them; then one of the methods that run them
 * is called, at most once, because they would run again.
 *
 * <p>Not thread-safe: used by one thread at a time, the one that runs the body, then the one that
 * runs the hooks; the store orders them.
 */
public final class Hooks {
  /** The hooks of an attempt that has none. Nothing is added to them. */
  static final Hooks NONE = new Hooks();

  private record Hook(boolean isAfterCommit, Runnable action) {}

  private final ArrayList<Hook> hooks = new ArrayList<>();

  /**
   * After-rollback hooks of nested blocks that were rolled back: they run first, however the
   * attempt ends.
   */
  private final ArrayList<Runnable> ofRolledBackBlocks = new ArrayList<>();

  /** Makes an empty list of hooks. */
  Hooks() {}

  void addAfterCommit(Runnable action) {
    hooks.add(new Hook(true, action));
  }

  void addAfterRollback(Runnable action) {
    ofRolledBackBlocks.ensureCapacity(hooks.size() + 1); // so that rollbackTo needs no memory
    hooks.add(new Hook(false, action));
  }

  /** The present point, to which {@link #rollbackTo} can return. */
  int mark() {
    return hooks.size();
  }

  /** Drops the hooks added since {@code mark}, except that the after-rollback hooks will run. */
  void rollbackTo(int mark) {
    for (int i = mark; i < hooks.size(); i++) {
      Hook hook = hooks.get(i);
      if (!hook.isAfterCommit) {
        ofRolledBackBlocks.add(hook.action);
      }
    }
    while (hooks.size() > mark) {
      hooks.removeLast();
    }
  }

  /**
   * Runs what is due after a commit, on the calling thread: the after-rollback hooks of nested
   * blocks that were rolled back, and then the after-commit hooks. Called outside of transactions;
   * blocks as long as the hooks do.
   *
   * @param transaction describes the transaction, for the message; called only if a hook threw
   * @throws AfterCommitException if a hook threw; all have run. The cause is the first throwable,
   *     in which later ones are suppressed
   */
  public void runAfterCommit(Supplier<String> transaction) {
    Throwable failure = run(true, null);
    if (failure != null) {
      throw new AfterCommitException(transaction.get(), failure);
    }
  }

  /**
   * Runs what is due after a rollback, on the calling thread: the after-rollback hooks of nested
   * blocks that were rolled back, and then the others. Called outside of transactions; blocks as
   * long as the hooks do. Throws nothing that a hook throws.
   *
   * @param thrown what the caller is to see; null if another attempt is to be made
   * @return what the caller is to see now: {@code thrown}, or, if that is null, the first throwable
   *     of a hook; other throwables of hooks are suppressed in it. Null if another attempt is to be
   *     made
   */
  public @Nullable Throwable runAfterRollback(@Nullable Throwable thrown) {
    return run(false, thrown);
  }

  /**
   * Whether anything is due after a rollback.
   *
   * @return whether there is an after-rollback hook, also one of a nested block that was rolled
   *     back
   */
  public boolean areDueAfterRollback() {
    return !ofRolledBackBlocks.isEmpty() || hooks.stream().anyMatch(hook -> !hook.isAfterCommit);
  }

  /**
   * Runs what is due after a rollback, as {@link #runAfterRollback}, on a new virtual thread,
   * because the caller has left. Does not wait for it. What hooks throw goes to that thread's
   * handler of uncaught exceptions. If nothing is due, this does nothing.
   */
  public void runAfterRollbackApart() {
    if (areDueAfterRollback()) {
      Thread.startVirtualThread(
          () -> {
            Throwable failure = runAfterRollback(null);
            if (failure != null) {
              Thread thread = Thread.currentThread();
              thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
            }
          });
    }
  }

  private @Nullable Throwable run(boolean afterCommit, @Nullable Throwable thrown) {
    Throwable first = thrown;
    for (Runnable action : ofRolledBackBlocks) {
      first = run(action, first);
    }
    for (Hook hook : hooks) {
      if (hook.isAfterCommit == afterCommit) {
        first = run(hook.action, first);
      }
    }
    return first;
  }

  /** Runs {@code action}; returns the first throwable, with the next one suppressed in it. */
  private static @Nullable Throwable run(Runnable action, @Nullable Throwable first) {
    try {
      action.run();
    } catch (Throwable t) {
      if (first == null) {
        return t;
      }
      if (first != t) {
        first.addSuppressed(t);
      }
    }
    return first;
  }
}
