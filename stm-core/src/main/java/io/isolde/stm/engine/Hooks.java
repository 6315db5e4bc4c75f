package io.isolde.stm.engine;

import io.isolde.stm.Participant;
import io.isolde.stm.engine.CommitOrder.Turn;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The actions that an attempt runs around its end, in the order of registration. Thread-confined.
 */
final class Hooks {
  /** When a hook runs. */
  enum When {
    BEFORE_COMMIT,
    /** Of a participant, like the two below. */
    PREPARE,
    ABANDONED,
    COMMITTED,
    AFTER_COMMIT,
    AFTER_ROLLBACK
  }

  private record Hook(When when, Runnable action) {}

  private final ArrayList<Hook> hooks = new ArrayList<>();

  /**
   * After-rollback hooks of nested blocks that were rolled back: they run however the attempt ends.
   */
  private final ArrayList<Runnable> ofRolledBackBlocks = new ArrayList<>();

  void add(When when, Runnable action) {
    if (when == When.AFTER_ROLLBACK) {
      ofRolledBackBlocks.ensureCapacity(hooks.size() + 1); // for rollbackTo
    }
    hooks.add(new Hook(when, action));
  }

  /** Adds the hooks of {@code participant}: all or, if there is no memory, none. */
  void add(Participant participant) {
    hooks.addAll(
        List.of(
            new Hook(When.PREPARE, participant::prepare),
            new Hook(When.ABANDONED, participant::abandoned),
            new Hook(When.COMMITTED, participant::committed)));
  }

  int count() {
    return hooks.size();
  }

  /**
   * Drops all but the first {@code kept} hooks, because the nested block that added the others is
   * rolled back; but keeps those to run after that. Needs no memory.
   */
  void rollbackTo(int kept) {
    for (int i = kept; i < hooks.size(); i++) {
      Hook hook = hooks.get(i);
      if (hook.when == When.AFTER_ROLLBACK) {
        ofRolledBackBlocks.add(hook.action);
      }
    }
    for (int i = hooks.size(); i > kept; i--) {
      hooks.remove(i - 1);
    }
  }

  /** Runs the before-commit hooks, which may still veto. One of them may add further ones. */
  void runBeforeCommit() {
    for (int i = 0; i < hooks.size(); i++) {
      Hook hook = hooks.get(i);
      if (hook.when == When.BEFORE_COMMIT) {
        hook.action.run();
      }
    }
  }

  /**
   * Prepares the participants. If one throws, tells all those before it that they are abandoned,
   * and rethrows.
   */
  void prepareParticipants() {
    int prepared = 0;
    try {
      for (Runnable prepare : all(When.PREPARE)) {
        prepare.run();
        prepared++;
      }
    } catch (Throwable t) {
      runAll(t, all(When.ABANDONED).subList(0, prepared));
      throw t;
    }
  }

  /**
   * The turn that runs {@code notifications}, the after-commit hooks and the participants' {@code
   * committed} after the commit; null if there are none.
   */
  @Nullable Turn turnAfterCommit(List<Runnable> notifications) {
    notifications.addAll(after(When.AFTER_COMMIT));
    return Turn.of(all(When.COMMITTED), notifications);
  }

  private List<Runnable> all(When when) {
    List<Runnable> actions = new ArrayList<>();
    for (Hook hook : hooks) {
      if (hook.when == when) {
        actions.add(hook.action);
      }
    }
    return actions;
  }

  /** Runs the after-rollback hooks, and returns what they threw. Needs no memory of its own. */
  @Nullable Throwable runAfterRollback() {
    Throwable failure = runAll(ofRolledBackBlocks);
    for (int i = 0; i < hooks.size(); i++) {
      Hook hook = hooks.get(i);
      failure = hook.when == When.AFTER_ROLLBACK ? run(failure, hook.action) : failure;
    }
    return failure;
  }

  /**
   * The after-rollback hooks of nested blocks that were rolled back, then the hooks of {@code
   * when}.
   */
  private List<Runnable> after(When when) {
    List<Runnable> actions = new ArrayList<>(ofRolledBackBlocks);
    actions.addAll(all(when));
    return actions;
  }

  /**
   * Runs all of {@code actions} and returns what they threw: the first, with the others suppressed
   * in it; null if nothing.
   */
  static @Nullable Throwable runAll(List<Runnable> actions) {
    return runAll(null, actions);
  }

  /** The same after {@code thrown} was thrown, unless that is null. */
  static @Nullable Throwable runAll(@Nullable Throwable thrown, List<Runnable> actions) {
    Throwable first = thrown;
    for (int i = 0; i < actions.size(); i++) { // an iterator might need memory
      first = run(first, actions.get(i));
    }
    return first;
  }

  private static @Nullable Throwable run(@Nullable Throwable thrown, Runnable action) {
    try {
      action.run();
      return thrown;
    } catch (Throwable t) {
      return withSuppressed(thrown, t);
    }
  }

  static Throwable withSuppressed(@Nullable Throwable first, Throwable next) {
    if (first == null) {
      return next;
    }
    if (first != next) {
      suppress(first, next);
    }
    return first;
  }

  private static void suppress(Throwable first, Throwable next) {
    try {
      first.addSuppressed(next);
    } catch (OutOfMemoryError e) {
      return; // next is dropped; the caller sees first
    }
  }
}
