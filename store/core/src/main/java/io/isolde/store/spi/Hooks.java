package io.isolde.store.spi;

import io.isolde.stm.AfterCommitException;
import java.util.ArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The hooks of one attempt of a transaction of a {@link StandaloneStore}, in the order of
 * registration. Used by one thread at a time: the one that runs the body, then the one that runs
 * the hooks.
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
   * Runs what is due after a commit, outside the transaction.
   *
   * @param transaction describes the transaction; called only if a hook threw
   * @throws AfterCommitException if a hook threw; all have run
   */
  public void runAfterCommit(Supplier<String> transaction) {
    Throwable failure = run(true, null);
    if (failure != null) {
      throw new AfterCommitException(transaction.get(), failure);
    }
  }

  /**
   * Runs what is due after a rollback, outside the transaction.
   *
   * @param thrown what the caller is to see; null if another attempt is to be made
   * @return {@code thrown}, or, if that is null, the first throwable of a hook; later ones are
   *     suppressed in it. Null if there is none
   */
  public @Nullable Throwable runAfterRollback(@Nullable Throwable thrown) {
    return run(false, thrown);
  }

  /** Whether anything is due after a rollback. */
  public boolean areDueAfterRollback() {
    return !ofRolledBackBlocks.isEmpty() || hooks.stream().anyMatch(hook -> !hook.isAfterCommit);
  }

  /** Runs what is due after a rollback on a thread of its own, because the caller has left. */
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
