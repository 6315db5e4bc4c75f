package io.isolde.store.stm;

import io.isolde.stm.Participant;
import io.isolde.stm.Transaction;
import io.isolde.stm.TransactionLocal;
import io.isolde.store.Change;
import io.isolde.store.backend.ChangeStream;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Notes what transactions change, hands it to the log of the store, if it has one, and publishes it
 * when they have committed, in commit order. Thread-safe; used while the store has a log or is
 * observed.
 */
final class ChangeRecorder {
  /*
   * Idea. The changes of an attempt are a linked list in a transaction-local variable: immutable, so
   * that a nested block that is rolled back takes its changes with it. The list is taken when the
   * body is done, and published after the commit:
   *
   *   first change   ──▶ after-commit hook: publish the outcome; participant: the log's
   *   a change after which the outcome is out of date ──▶ before-commit hook: outcome = the list
   *
   * Other before-commit hooks may write as well, in whatever order; what they write makes the outcome
   * out of date, so it is taken again after them. Hooks asked for by a nested block that is rolled
   * back are forgotten, and so is, with the variable, that they were asked for.
   */
  private record Recorded(
      @Nullable Recorded before, Change change, Outcome outcome, boolean isOutOfDate) {
    /** All changes, the oldest first. */
    Deque<Change> all() {
      Deque<Change> all = new ArrayDeque<>();
      for (Recorded recorded = this; recorded != null; recorded = recorded.before) {
        all.addFirst(recorded.change);
      }
      return all;
    }

    Recorded taken() {
      return new Recorded(before, change, outcome, false);
    }
  }

  /** What an attempt will log and publish. Thread-confined. */
  private static final class Outcome implements Participant {
    private Deque<Change> changes = new ArrayDeque<>();
    private Participant logged = () -> {};

    @Override
    public void prepare() {
      logged.prepare();
    }

    @Override
    public void committed() {
      logged.committed();
    }

    @Override
    public void abandoned() {
      logged.abandoned();
    }
  }

  private final ChangeStream stream;
  private final @Nullable ChangeLog log;
  private final TransactionLocal<@Nullable Recorded> newest =
      TransactionLocal.withInitial(() -> null);

  ChangeRecorder(ChangeStream stream, @Nullable ChangeLog log) {
    this.stream = stream;
    this.log = log;
  }

  /** Notes a change of the calling thread's transaction, to be published if {@code observed}. */
  void record(Change change, boolean observed) {
    Recorded before = newest.get();
    Outcome outcome = before == null ? newOutcome(observed) : before.outcome();
    if (before == null || !before.isOutOfDate()) {
      Transaction.current().beforeCommit(this::take);
    }
    newest.set(new Recorded(before, change, outcome, true));
  }

  /** Whether the calling thread's transaction has changed anything. */
  boolean hasChanges() {
    return newest.get() != null;
  }

  private Outcome newOutcome(boolean observed) {
    Outcome outcome = new Outcome();
    Transaction transaction = Transaction.current();
    if (log != null) {
      transaction.enlist(outcome);
    }
    if (observed) {
      transaction.afterCommit(() -> stream.publish(outcome.changes));
    }
    return outcome;
  }

  private void take() {
    Recorded recorded = newest.get();
    if (recorded != null) {
      Outcome outcome = recorded.outcome();
      outcome.changes = recorded.all();
      newest.set(recorded.taken());
      if (log != null) {
        outcome.logged = log.logged(outcome.changes);
      }
    }
  }
}
