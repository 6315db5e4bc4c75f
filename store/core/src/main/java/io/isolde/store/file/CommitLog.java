package io.isolde.store.file;

import io.isolde.stm.Deadline;
import io.isolde.stm.Transaction;
import io.isolde.store.file.journal.Journal;
import io.isolde.store.file.record.Types;
import io.isolde.store.stm.ChangeLog;
import io.isolde.store.stm.ChangeSet;

/**
 * The log of a store, to which each transaction that changes something adds one record. What the
 * commits of a store share. Thread-safe.
 *
 * @param positions which positions commits have
 * @param requests how durable each commit is
 * @param background forces the journal for commits that do not wait for it
 * @param growth learns of each commit
 * @param buffers in which commits encode their records
 */
record CommitLog(
    FileOptions options,
    Journal journal,
    Types types,
    Positions positions,
    DurabilityRequests requests,
    BackgroundForce background,
    Growth growth,
    RecordBuffers buffers)
    implements ChangeLog {
  /** A listener for the growth of the journal. */
  interface Growth {
    /**
     * Notes a commit. May delay the caller until {@code deadline}.
     *
     * @param journalBytes how many bytes were appended since the store was opened
     */
    void noted(long journalBytes, Deadline deadline);
  }

  CommitLog(FileOptions options, Journal journal, Types types, Positions positions, Growth growth) {
    this(
        options,
        journal,
        types,
        positions,
        new DurabilityRequests(options.durability()),
        new BackgroundForce(journal, options.asyncDelay()),
        growth,
        new RecordBuffers());
  }

  @Override
  public ChangeSet begin(Transaction attempt) {
    JournaledCommit commit = new JournaledCommit(this);
    attempt.enlist(commit);
    attempt.afterRollback(commit::rolledBack);
    return commit;
  }

  /** Refuses changes that could not be logged. */
  void requireAccepting() {
    options.requireWritable();
    journal.requireAccepting();
  }
}
