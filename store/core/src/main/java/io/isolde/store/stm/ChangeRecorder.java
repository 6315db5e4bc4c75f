package io.isolde.store.stm;

import io.isolde.stm.LongRef;
import io.isolde.stm.Transaction;
import io.isolde.stm.TransactionLocal;
import io.isolde.store.spi.ChangeStream;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Records the changes of transactions, hands them to the log of the store, if it has one, and
 * publishes them after the commit, in commit order. Thread-safe; used while the store has a log or
 * is observed.
 */
final class ChangeRecorder {
  /*
   * Idea. The changes of an attempt are a linked list in a transaction-local variable. The list is
   * immutable, so that the changes of a nested block are rolled back with the block. The attempt's
   * ChangeSet takes them when the body is done:
   *
   *   first change   ──▶ the ChangeSet begins: the log enlists it; after-commit hook: publish it
   *   a change that no earlier request covers ──▶ before-commit hook: the ChangeSet takes the list
   *
   * Other before-commit hooks may write as well, in any order. What they write after the list was
   * taken requests that it be taken again. If a nested block is rolled back, the hooks that it
   * requested are forgotten, and so are, with the variable, the changes that requested them. What
   * was taken is never rolled back, because the list is taken outside of nested blocks.
   *
   * Additions. A transaction that adds to a counter does not read it, so that two additions do not
   * conflict. So the value is in the list as one that is not known yet. The ChangeSet, as a
   * participant, finds it out when it prepares: then the counter is locked, and what the commit is
   * about to publish is certain.
   */
  private static final int ADDITIONS_LOOKED_AT = 8;

  private final ChangeStream stream;
  private final BooleanSupplier isObserved;
  private final @Nullable ChangeLog log;
  private final Runnable take = this::take;
  private final TransactionLocal<@Nullable RecordedChange> newest =
      TransactionLocal.withInitial(() -> null);

  /** Publishes the changes of transactions that find, in their first change, {@code isObserved}. */
  ChangeRecorder(ChangeStream stream, BooleanSupplier isObserved, @Nullable ChangeLog log) {
    this.stream = stream;
    this.isObserved = isObserved;
    this.log = log;
  }

  /** Records a change of the calling thread's transaction. */
  void record(ChangeTarget target, @Nullable Object key, @Nullable Object value) {
    RecordedChange before = newest.get();
    RecordedChange change =
        before == null
            ? RecordedChange.first(target, key, value, begun(Transaction.current()))
            : after(before, target, key, value);
    newest.set(change);
  }

  /**
   * Records that the calling thread's transaction has added to a counter, whose value the commit
   * decides. An addition soon after another to the same counter needs no record of its own.
   */
  void recordAddition(ChangeTarget target, LongRef counter) {
    RecordedChange before = newest.get();
    RecordedChange addition = before == null ? null : before.lastAddition();
    for (int i = 0; addition != null && i < ADDITIONS_LOOKED_AT; i++) {
      if (addition.target() == target) {
        return;
      }
      addition = addition.addition();
    }
    record(target, null, new AddedTo(counter));
  }

  private ChangeSet begun(Transaction attempt) {
    ChangeSet changes = log == null ? withoutLog(attempt) : log.begin(attempt);
    if (isObserved.getAsBoolean()) {
      attempt.afterCommit(() -> stream.publish(changes.position(), changes.toList()));
    }
    attempt.beforeCommit(take);
    return changes;
  }

  private RecordedChange after(
      RecordedChange before, ChangeTarget target, @Nullable Object key, @Nullable Object value) {
    takeAgain(before);
    return before.then(target, key, value);
  }

  private static ChangeSet withoutLog(Transaction attempt) {
    ChangeSet changes = new ChangeSet();
    attempt.enlist(changes);
    return changes;
  }

  private void take() {
    RecordedChange last = newest.get();
    if (last != null) {
      last.changes().take(last);
    }
  }

  /**
   * Has the changes taken once more, if they were: what the log knows of the attempt is outdated.
   */
  void takeAgain() {
    RecordedChange last = newest.get();
    if (last != null) {
      takeAgain(last);
    }
  }

  private void takeAgain(RecordedChange last) {
    if (last.count() == last.changes().taken()) {
      Transaction.current().beforeCommit(take);
    }
  }

  /** Whether the calling thread's transaction has changed anything. */
  boolean hasChanges() {
    return newest.get() != null;
  }
}
