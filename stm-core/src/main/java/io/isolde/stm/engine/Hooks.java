package io.isolde.stm.engine;

import io.isolde.stm.Participant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The actions that an attempt runs around its end, in the order of registration. Thread-confined.
 */
final class Hooks {
  /*
   * Idea. Most attempts with hooks have a few, and each needs room for no more than its kind and
   * its action, in two arrays. They are run from there: no step copies them.
   *
   * Nested blocks. A rollback drops the hooks from the savepoint on. After-rollback hooks stay, as
   * the kind OF_ROLLED_BACK_BLOCK, which no further rollback drops. They take no room that was not
   * there, so the rollback needs no memory.
   */
  /** When a hook runs. */
  enum When {
    BEFORE_COMMIT,
    /** The action is a participant. */
    PARTICIPANT,
    AFTER_COMMIT,
    AFTER_ROLLBACK,
    /** After-rollback hooks of nested blocks that were rolled back: however the attempt ends. */
    OF_ROLLED_BACK_BLOCK
  }

  private static final int ROOM_AT_FIRST = 4;

  private @Nullable When[] whens = new @Nullable When[ROOM_AT_FIRST];
  private @Nullable Object[] actions = new @Nullable Object[ROOM_AT_FIRST];
  private int count;

  void add(When when, Runnable action) {
    put(when, action);
  }

  void add(Participant participant) {
    put(When.PARTICIPANT, participant);
  }

  private void put(When when, Object action) {
    if (count == whens.length) {
      grow();
    }
    whens[count] = when;
    actions[count++] = action;
  }

  /** All or, if there is no memory, nothing. */
  private void grow() {
    @Nullable When[] moreWhens = Arrays.copyOf(whens, 2 * count);
    actions = Arrays.copyOf(actions, 2 * count);
    whens = moreWhens;
  }

  int count() {
    return count;
  }

  /**
   * Drops all but the first {@code kept} hooks, because the nested block that added the others is
   * rolled back; but keeps those to run after that. Needs no memory.
   */
  void rollbackTo(int kept) {
    int end = count;
    count = kept;
    for (int i = kept; i < end; i++) {
      if (whens[i] == When.AFTER_ROLLBACK || whens[i] == When.OF_ROLLED_BACK_BLOCK) {
        whens[count] = When.OF_ROLLED_BACK_BLOCK;
        actions[count++] = actions[i];
      }
    }
    Arrays.fill(actions, count, end, null);
  }

  /** Runs the before-commit hooks, which may still veto. One of them may add further ones. */
  void runBeforeCommit() {
    for (int i = 0; i < count; i++) {
      if (whens[i] == When.BEFORE_COMMIT) {
        action(i).run();
      }
    }
  }

  private Runnable action(int i) {
    return (Runnable) present(actions[i]);
  }

  private Participant participant(int i) {
    return (Participant) present(actions[i]);
  }

  @SuppressWarnings("NullAway") // the actions before count are not null
  private static Object present(@Nullable Object action) {
    return action;
  }

  /**
   * Prepares the participants. If one throws, tells all those before it that they are abandoned,
   * and rethrows.
   */
  void prepareParticipants() {
    int i = 0;
    try {
      for (; i < count; i++) {
        if (whens[i] == When.PARTICIPANT) {
          participant(i).prepare();
        }
      }
    } catch (Throwable t) {
      abandonParticipants(t, i);
      throw t;
    }
  }

  private void abandonParticipants(Throwable thrown, int end) {
    Throwable first = thrown;
    for (int i = 0; i < end; i++) {
      if (whens[i] == When.PARTICIPANT) {
        first = abandon(first, participant(i));
      }
    }
  }

  private static Throwable abandon(Throwable thrown, Participant participant) {
    try {
      participant.abandoned();
      return thrown;
    } catch (Throwable t) {
      return withSuppressed(thrown, t);
    }
  }

  /** Whether there is anything to run after a commit, and before any after-commit hook. */
  boolean hasParticipants() {
    return has(When.PARTICIPANT);
  }

  /** Whether there is anything to run after a commit, in commit order. */
  boolean runsAfterCommit() {
    return has(When.AFTER_COMMIT) || has(When.OF_ROLLED_BACK_BLOCK);
  }

  private boolean has(When when) {
    for (int i = 0; i < count; i++) {
      if (whens[i] == when) {
        return true;
      }
    }
    return false;
  }

  /**
   * Tells the participants that they have committed. Returns {@code thrown}, if that is not null,
   * or else the first throwable of theirs, with the others suppressed in it. Needs no memory.
   */
  @Nullable Throwable runCommitted(@Nullable Throwable thrown) {
    Throwable failure = thrown;
    for (int i = 0; i < count; i++) {
      if (whens[i] == When.PARTICIPANT) {
        failure = commit(failure, participant(i));
      }
    }
    return failure;
  }

  private static @Nullable Throwable commit(@Nullable Throwable thrown, Participant participant) {
    try {
      participant.committed();
      return thrown;
    } catch (Throwable t) {
      return withSuppressed(thrown, t);
    }
  }

  /** Runs the after-commit hooks; returns as {@link #runCommitted} does. Needs no memory. */
  @Nullable Throwable runAfterCommit(@Nullable Throwable thrown) {
    Throwable failure = runAll(thrown, When.OF_ROLLED_BACK_BLOCK);
    return runAll(failure, When.AFTER_COMMIT);
  }

  /** Runs the after-rollback hooks, and returns what they threw. Needs no memory. */
  @Nullable Throwable runAfterRollback() {
    Throwable failure = runAll(null, When.OF_ROLLED_BACK_BLOCK);
    return runAll(failure, When.AFTER_ROLLBACK);
  }

  private @Nullable Throwable runAll(@Nullable Throwable thrown, When when) {
    Throwable first = thrown;
    for (int i = 0; i < count; i++) {
      first = whens[i] == when ? run(first, action(i)) : first;
    }
    return first;
  }

  /** Runs all of {@code actions}; returns as {@link #runCommitted} does. Needs no memory. */
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
