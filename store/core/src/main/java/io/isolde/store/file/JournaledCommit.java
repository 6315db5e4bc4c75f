package io.isolde.store.file;

import io.isolde.stm.Participant;
import io.isolde.store.Durability;
import io.isolde.store.file.journal.JournalEntry;
import io.isolde.store.file.record.Output;
import io.isolde.store.file.record.RedoOperation.Revoke;
import io.isolde.store.spi.Deadline;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The journal's part in the commit of a transaction. Thread-confined. */
final class JournaledCommit implements Participant {
  private final CommitLog log;
  private final Output record;
  private final Durability durability;
  private final Deadline deadline;

  private @Nullable JournalEntry entry;
  private @Nullable JournalEntry revocation;
  private @Nullable RuntimeException failure;

  JournaledCommit(CommitLog log, Output record, Durability durability, Deadline deadline) {
    this.log = log;
    this.record = record;
    this.durability = durability;
    this.deadline = deadline;
  }

  @Override
  public void prepare() {
    entry = log.journal().append(record.array(), record.length());
  }

  @Override
  public void committed() {
    JournalEntry appended = Objects.requireNonNull(entry);
    appended.markVisible();
    log.await(appended, durability, deadline);
  }

  /**
   * Revokes the record with another one, since it may be on the disk by now. If an error of the JVM
   * prevents that, the journal fails: nothing may follow that would make the record count.
   */
  @Override
  public void abandoned() {
    JournalEntry appended = Objects.requireNonNull(entry);
    try {
      revocation = log.journal().append(new Revoke(appended.sequence()).toBytes());
      revocation.markVisible();
    } catch (RuntimeException e) {
      failure = e;
    } catch (Error e) {
      failure = log.journal().fail(e);
    } finally {
      appended.markVisible();
    }
  }

  /** Waits, after a rollback, until no crash can bring the record back. */
  void awaitRevocation() {
    if (failure != null) {
      throw failure;
    }
    if (revocation != null) {
      log.journal().awaitForced(revocation.sequence());
    }
  }
}
