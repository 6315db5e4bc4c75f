package io.isolde.stm.engine;

import io.isolde.stm.Participant;
import io.isolde.stm.engine.CommitOrder.Turn;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an attempt was asked to run around its end, in the order of asking. Thread-confined. */
final class Hooks {
  /** When a hook runs. */
  enum When {
    BEFORE_COMMIT,
    /** Of a participant, as the two below. */
    PREPARE,
    ABANDONED,
    COMMITTED,
    AFTER_COMMIT,
    AFTER_ROLLBACK
  }

  private record Hook(When when, Runnable action) {}

  private final List<Hook> hooks = new ArrayList<>();

  /**
   * After-rollback hooks of nested blocks that were rolled back: they run however the attempt ends.
   */
  private final List<Runnable> ofRolledBackBlocks = new ArrayList<>();

  void add(When when, Runnable action) {
    hooks.add(new Hook(when, action));
  }

  void add(Participant participant) {
    add(When.PREPARE, participant::prepare);
    add(When.ABANDONED, participant::abandoned);
    add(When.COMMITTED, participant::committed);
  }

  int mark() {
    return hooks.size();
  }

  /**
   * Forgets what a nested block asked for since {@code mark}, but for what it wants run after its
   * rollback.
   */
  void rollbackTo(int mark) {
    List<Hook> forgotten = hooks.subList(mark, hooks.size());
    for (Hook hook : forgotten) {
      if (hook.when == When.AFTER_ROLLBACK) {
        ofRolledBackBlocks.add(hook.action);
      }
    }
    forgotten.clear();
  }

  /** Runs the hooks that may still veto; one of them may add further ones. */
  void runBeforeCommit() {
    for (int i = 0; i < hooks.size(); i++) {
      Hook hook = hooks.get(i);
      if (hook.when == When.BEFORE_COMMIT) {
        hook.action.run();
      }
    }
  }

  /**
   * Prepares the participants. If one throws, those before it are all told, and it is passed on.
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

  /** What to run after the commit: {@code notifications}, and what was asked for. */
  @Nullable Turn turn(List<Runnable> notifications) {
    notifications.addAll(after(When.AFTER_COMMIT));
    return CommitOrder.turn(all(When.COMMITTED), notifications);
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

  List<Runnable> afterRollback() {
    return after(When.AFTER_ROLLBACK);
  }

  /** First for the nested blocks that were rolled back. */
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

  /** The same, where {@code thrown} was thrown before, unless it is null. */
  static @Nullable Throwable runAll(@Nullable Throwable thrown, List<Runnable> actions) {
    Throwable first = thrown;
    for (Runnable action : actions) {
      try {
        action.run();
      } catch (Throwable t) {
        first = withSuppressed(first, t);
      }
    }
    return first;
  }

  static Throwable withSuppressed(@Nullable Throwable first, Throwable next) {
    if (first == null) {
      return next;
    }
    if (first != next) {
      first.addSuppressed(next);
    }
    return first;
  }
}
