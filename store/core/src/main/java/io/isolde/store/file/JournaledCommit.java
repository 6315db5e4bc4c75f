package io.isolde.store.file;

import io.isolde.stm.Deadline;
import io.isolde.store.Durability;
import io.isolde.store.DurabilityTimeoutException;
import io.isolde.store.codec.CodecException;
import io.isolde.store.file.journal.JournalEntry;
import io.isolde.store.file.record.Output;
import io.isolde.store.file.record.RedoOperation;
import io.isolde.store.file.record.RedoOperation.Revoke;
import io.isolde.store.file.record.Types;
import io.isolde.store.file.storage.Uninterrupted;
import io.isolde.store.stm.AddedTo;
import io.isolde.store.stm.ChangeSet;
import io.isolde.store.stm.ChangeTarget;
import io.isolde.store.stm.RecordedChange;
import io.isolde.store.stm.TransactionDeadline;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The journal's part in an attempt that changes something: its changes, the record that they
 * become, and the wait for the disk. Thread-confined.
 */
final class JournaledCommit extends ChangeSet {
  /*
   *   take      at the end of the body, before any lock is taken: the changes are encoded
   *   prepare   after validation, before anybody can see the changes: the values of counters to
   *             which the attempt has only added are known, and encoded; the record is appended
   *   committed once everybody can see the changes: waits as long as the durability requires
   *
   * If a later participant vetoes the commit, the record may be on the disk by then:
   *
   *   abandoned         another record is appended, which revokes it
   *   rolledBack        after the rollback: waits until no crash can bring the changes back
   */

  /**
   * How many appended bytes may wait in memory to be written when a commit in mode {@code none}
   * returns. In mode {@code async} it may be more, since the next force writes them.
   */
  private static final long UNWRITTEN_BYTES_MAX = 1 << 18;

  private static final long UNWRITTEN_ASYNC_BYTES_MAX = 1 << 26;

  /** How many bytes a value of a counter takes in a record, at most. */
  private static final int ADDITION_BYTES_MAX = 24;

  private final CommitLog log;
  private final Deadline deadline = TransactionDeadline.get();

  /** The record, while its bytes are needed: from the first encoding until it was appended. */
  private @Nullable Output record;

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
    Output encoded = record == null ? log.buffers().claim() : record;
    record = encoded;
    for (RecordedChange change : newest.after(taken())) {
      if (!(change.value() instanceof AddedTo)) {
        write(change.target(), change.key(), change.value(), encoded);
      }
    }
    super.take(newest);
    requireFits(encoded, undecided() * (long) ADDITION_BYTES_MAX);
    durability = log.requests().strongest();
  }

  private void write(
      ChangeTarget changed, @Nullable Object key, @Nullable Object value, Output out) {
    CatalogEntry target = (CatalogEntry) changed;
    if (value == null) {
      writeTarget(target, RedoOperation.REMOVE, key, out);
    } else {
      writeTarget(target, RedoOperation.PUT, key, out);
      writeValue(target, value, out);
    }
  }

  /** Writes an operation and a key, after its length; a ref and a counter have an empty key. */
  private void writeTarget(CatalogEntry target, int operation, @Nullable Object key, Output out) {
    out.write(operation);
    out.unsigned(target.definition().id());
    int start = out.beginBytes();
    if (key != null) {
      target.writeKey(log.types(), key, out);
    }
    out.endBytes(start);
  }

  private void writeValue(CatalogEntry target, Object value, Output out) {
    int start = out.beginBytes();
    target.writeValue(log.types(), value, out);
    out.endBytes(start);
  }

  /** Makes room for what {@link #decided} adds, which must not fail for lack of it. */
  private void requireFits(Output encoded, long further) {
    long length = encoded.length() + further;
    if (length > log.options().recordBytes()) {
      throw new CodecException(
          "the changes of a transaction may take "
              + length
              + " bytes, more than recordBytes, which is "
              + log.options().recordBytes(),
          null);
    }
    encoded.reserve((int) further);
  }

  private void releaseRecord() {
    Output encoded = record;
    if (encoded != null) {
      record = null;
      log.buffers().release(encoded);
    }
  }

  // ---- commit ----

  @Override
  public void prepare() {
    super.prepare();
    Output encoded = Objects.requireNonNull(record);
    entry = log.journal().append(encoded.array(), encoded.length());
  }

  /**
   * Adds a value that is known now that the counter is locked. It is the last one of the counter in
   * this commit, so its place in the record does not matter.
   */
  @Override
  protected void decided(RecordedChange change, long value) {
    Output out = Objects.requireNonNull(record);
    writeTarget((CatalogEntry) change.target(), RedoOperation.PUT, null, out);
    int start = out.beginBytes();
    Types.writeLong(value, out);
    out.endBytes(start);
  }

  @Override
  protected String position() {
    return log.positions().of(Objects.requireNonNull(entry).sequence());
  }

  @Override
  public void committed() {
    JournalEntry appended = Objects.requireNonNull(entry);
    appended.markVisible();
    releaseRecord();
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

  /** Called after a rollback. Waits until no crash can bring the changes back. */
  void rolledBack() {
    releaseRecord();
    if (failure != null) {
      throw failure;
    }
    if (revocation != null && !isForced(revocation)) {
      throw DurabilityTimeoutException.ofRollback(store());
    }
  }
}
