package io.isolde.store.stm;

import io.isolde.stm.Participant;
import io.isolde.stm.Transaction;
import io.isolde.stm.TransactionLocal;
import io.isolde.store.Change;
import io.isolde.store.spi.ChangeStream;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records the changes of transactions, hands them to the log of the store, if it has one, and
 * publishes them after the commit, in commit order. Thread-safe; used while the store has a log or
 * is observed.
 */
final class ChangeRecorder {
  /*
   * Idea. The changes of an attempt are a linked list in a transaction-local variable. The list is
   * immutable, so that the changes of a nested block are rolled back with the block. The list is
   * taken when the body is done, and published after the commit:
   *
   *   first change   ──▶ after-commit hook: publish the outcome; participant: the log's
   *   a change that no earlier request covers ──▶ before-commit hook: outcome = the list
   *
   * Other before-commit hooks may write as well, in any order. What they write after the list was
   * taken requests that it be taken again. If a nested block is rolled back, the hooks that it
   * requested are forgotten, and so are, with the variable, the changes that requested them.
   */
  private record Recorded(@Nullable Recorded before, int count, Change change, Outcome outcome) {
    /** All changes, the oldest first. */
    List<Change> all() {
      Change[] all = new Change[count];
      for (Recorded recorded = this; recorded != null; recorded = recorded.before) {
        all[recorded.count - 1] = recorded.change;
      }
      return Arrays.asList(all);
    }
  }

  /** What an attempt will log and publish. Thread-confined. */
  private static final class Outcome implements Participant {
    /** How many changes there were when the list was taken. */
    private int taken;

    private List<Change> changes = List.of();
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
  private final Runnable take = this::take;
  private final TransactionLocal<@Nullable Recorded> newest =
      TransactionLocal.withInitial(() -> null);

  ChangeRecorder(ChangeStream stream, @Nullable ChangeLog log) {
    this.stream = stream;
    this.log = log;
  }

  /** Records a change of the calling thread's transaction, to be published if {@code observed}. */
  void record(Change change, boolean observed) {
    Recorded before = newest.get();
    Outcome outcome = before == null ? newOutcome(observed) : before.outcome();
    int count = before == null ? 0 : before.count();
    if (count == outcome.taken) {
      Transaction.current().beforeCommit(take);
    }
    newest.set(new Recorded(before, count + 1, change, outcome));
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
      outcome.taken = recorded.count();
      outcome.changes = recorded.all();
      if (log != null) {
        outcome.logged = log.logged(outcome.changes);
      }
    }
  }
}
