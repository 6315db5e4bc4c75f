package io.isolde.store.file;

import io.isolde.stm.Participant;
import io.isolde.store.Durability;
import io.isolde.store.backend.Deadline;
import io.isolde.store.encoding.Output;
import io.isolde.store.journal.Journal.Entry;
import io.isolde.store.journal.Operation.Revoke;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The part that the journal takes in a commit. Thread-confined. */
final class JournaledCommit implements Participant {
  private final CommitLog log;
  private final Output record;
  private final Durability durability;
  private final Deadline deadline;

  private @Nullable Entry entry;
  private @Nullable Entry revocation;
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
    Entry appended = Objects.requireNonNull(entry);
    appended.settle();
    log.await(appended, durability, deadline);
  }

  /**
   * The record may be on disk by now, so another one takes it back. If there is no memory for that
   * one, nothing may come after the record that would make it count.
   */
  @Override
  public void abandoned() {
    Entry appended = Objects.requireNonNull(entry);
    try {
      revocation = log.journal().append(new Revoke(appended.sequence()).toBytes());
      revocation.settle();
    } catch (RuntimeException e) {
      failure = e;
    } catch (Error e) {
      failure = log.journal().fail(e);
    } finally {
      appended.settle();
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
