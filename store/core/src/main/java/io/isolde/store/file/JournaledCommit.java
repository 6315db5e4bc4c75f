package io.isolde.store.file;

import io.isolde.stm.Deadline;
import io.isolde.stm.Participant;
import io.isolde.store.Durability;
import io.isolde.store.DurabilityTimeoutException;
import io.isolde.store.codec.CodecException;
import io.isolde.store.file.journal.JournalEntry;
import io.isolde.store.file.record.Output;
import io.isolde.store.file.record.RedoOperation;
import io.isolde.store.file.record.RedoOperation.Revoke;
import io.isolde.store.file.storage.Uninterrupted;
import io.isolde.store.stm.ChangeSet;
import io.isolde.store.stm.RecordedChange;
import io.isolde.store.stm.TransactionDeadline;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The journal's part in an attempt that changes something: its changes, the record that they
 * become, and the wait for the disk. Thread-confined.
 */
final class JournaledCommit extends ChangeSet implements Participant {
  /*
   *   take      at the end of the body, before any lock is taken: the changes are encoded
   *   prepare   after validation, before anybody can see the changes: the record is appended
   *   committed once everybody can see the changes: waits as long as the durability requires
   *
   * If a later participant vetoes the commit, the record may be on the disk by then:
   *
   *   abandoned         another record is appended, which revokes it
   *   awaitRevocation   after the rollback: waits until no crash can bring the changes back
   */

  /**
   * How many appended bytes may wait in memory to be written when a commit in mode {@code none}
   * returns. In mode {@code async} it may be more, since the next force writes them.
   */
  private static final long UNWRITTEN_BYTES_MAX = 1 << 18;

  private static final long UNWRITTEN_ASYNC_BYTES_MAX = 1 << 26;

  private final CommitLog log;
  private final Deadline deadline = TransactionDeadline.get();
  private final Output record = new Output();

  private Durability durability = Durability.SYNC;
  private @Nullable JournalEntry entry;
  private @Nullable JournalEntry revocation;
  private @Nullable RuntimeException failure;

  /** Begins inside the attempt. */
  JournaledCommit(CommitLog log) {
    this.log = log;
  }

  // ---- encode ----

  /** Encodes what was not taken before. */
  @Override
  protected void take(RecordedChange newest) {
    log.requireAccepting();
    for (RecordedChange change : newest.after(taken())) {
      write((CatalogEntry) change.target(), change.key(), change.value());
    }
    requireFits();
    durability = log.requests().strongest();
    super.take(newest);
  }

  private void write(CatalogEntry target, @Nullable Object key, @Nullable Object value) {
    record.write(value == null ? RedoOperation.REMOVE : RedoOperation.PUT);
    record.unsigned(target.definition().id());
    writeKey(target, key);
    if (value != null) {
      writeValue(target, value);
    }
  }

  /** Writes a key, after its length; a ref and a counter have an empty key. */
  private void writeKey(CatalogEntry target, @Nullable Object key) {
    int start = record.beginBytes();
    if (key != null) {
      target.writeKey(log.types(), key, record);
    }
    record.endBytes(start);
  }

  private void writeValue(CatalogEntry target, Object value) {
    int start = record.beginBytes();
    target.writeValue(log.types(), value, record);
    record.endBytes(start);
  }

  private void requireFits() {
    if (record.length() > log.options().recordBytes()) {
      throw new CodecException(
          "the changes of a transaction take "
              + record.length()
              + " bytes, more than recordBytes, which is "
              + log.options().recordBytes(),
          null);
    }
  }

  // ---- commit ----

  @Override
  public void prepare() {
    entry = log.journal().append(record.array(), record.length());
  }

  @Override
  public void committed() {
    JournalEntry appended = Objects.requireNonNull(entry);
    appended.markVisible();
    await(appended);
    log.growth().noted(appended.journalBytes(), deadline);
  }

  private void await(JournalEntry appended) {
    switch (durability) {
      case SYNC -> requireForced(appended);
      case ASYNC -> {
        log.background().begin();
        if (log.journal().isForcedBehind(appended, log.options().asyncBytes())) {
          requireForced(appended);
        }
        log.journal().awaitWrittenBut(appended, UNWRITTEN_ASYNC_BYTES_MAX, deadline);
      }
      case NONE -> log.journal().awaitWrittenBut(appended, UNWRITTEN_BYTES_MAX, deadline);
    }
  }

  private void requireForced(JournalEntry appended) {
    if (!isForced(appended)) {
      throw new DurabilityTimeoutException(store());
    }
  }

  /** Waits until a record is on stable storage; false if the deadline has passed before. */
  private boolean isForced(JournalEntry appended) {
    if (deadline.isNever()) {
      log.journal().awaitForced(appended.sequence());
      return true;
    }
    return Uninterrupted.of(() -> log.journal().awaitForced(appended.sequence(), deadline));
  }

  private String store() {
    return "the store in " + log.options().directory();
  }

  // ---- veto ----

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

  /** Waits, after a rollback, until no crash can bring the changes back. */
  void awaitRevocation() {
    if (failure != null) {
      throw failure;
    }
    if (revocation != null && !isForced(revocation)) {
      throw DurabilityTimeoutException.ofRollback(store());
    }
  }
}
