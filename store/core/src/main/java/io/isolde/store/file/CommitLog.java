package io.isolde.store.file;

import io.isolde.stm.Participant;
import io.isolde.stm.Transaction;
import io.isolde.store.Change;
import io.isolde.store.Durability;
import io.isolde.store.DurabilityTimeoutException;
import io.isolde.store.codec.CodecException;
import io.isolde.store.file.journal.Journal;
import io.isolde.store.file.journal.JournalEntry;
import io.isolde.store.file.record.Output;
import io.isolde.store.file.record.RedoOperation;
import io.isolde.store.file.record.Types;
import io.isolde.store.file.storage.Uninterrupted;
import io.isolde.store.spi.Deadline;
import io.isolde.store.stm.ChangeLog;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes one journal record of the changes of each transaction, and waits for it as the transaction
 * chose. Thread-safe.
 */
final class CommitLog implements ChangeLog {
  /** A listener for the growth of the journal. */
  interface Growth {
    /**
     * Notes a commit. May delay the caller until {@code deadline}.
     *
     * @param journalBytes how many bytes were appended since the store was opened
     */
    void noted(long journalBytes, Deadline deadline);
  }

  /**
   * How many appended bytes may wait in memory to be written when a commit in mode {@code none}
   * returns. In mode {@code async} it may be more, since the next force writes them.
   */
  private static final long UNWRITTEN_BYTES_MAX = 1 << 18;

  private static final long UNWRITTEN_ASYNC_BYTES_MAX = 1 << 26;

  private final FileOptions options;
  private final Journal journal;
  private final Types types;
  private final Map<String, CatalogEntry> places;
  private final BackgroundForce background;
  private final Growth growth;

  /** Reports each commit to {@code growth}. */
  CommitLog(
      FileOptions options,
      Journal journal,
      Types types,
      Map<String, CatalogEntry> places,
      Growth growth) {
    this.options = options;
    this.journal = journal;
    this.types = types;
    this.places = places;
    this.growth = growth;
    this.background = new BackgroundForce(journal, options.asyncDelay());
  }

  /** Checks and encodes the changes, before any lock is taken. */
  @Override
  public Participant logged(Iterable<Change> changes) {
    requireWritable();
    journal.requireAccepting();
    Output record = new Output();
    changes.forEach(change -> write(change, record));
    requireFits(record);
    Durability chosen = Durability.chosen();
    Durability durability = Objects.requireNonNullElse(chosen, options.durability());
    JournaledCommit commit =
        new JournaledCommit(this, record, durability, Deadline.ofTransaction());
    Transaction.current().afterRollback(commit::awaitRevocation);
    return commit;
  }

  private void requireFits(Output record) {
    if (record.length() > options.recordBytes()) {
      throw new CodecException(
          "the changes of a transaction take "
              + record.length()
              + " bytes, more than recordBytes, which is "
              + options.recordBytes(),
          null);
    }
  }

  /** Refuses changes of a store that was opened for reading. */
  void requireWritable() {
    if (options.readOnly()) {
      throw new IllegalStateException(
          "the store in " + options.directory() + " was opened read-only");
    }
  }

  private void write(Change change, Output record) {
    CatalogEntry place = Objects.requireNonNull(places.get(change.name()), change.name());
    Object value = change.value();
    record.write(value == null ? RedoOperation.REMOVE : RedoOperation.PUT);
    record.unsigned(place.definition().id());
    writeKey(place, change.key(), record);
    if (value != null) {
      writeValue(place, value, record);
    }
  }

  /** Writes a key, after its length; a ref and a counter have an empty key. */
  private void writeKey(CatalogEntry place, @Nullable Object key, Output record) {
    int start = record.beginBytes();
    if (key != null) {
      place.writeKey(types, key, record);
    }
    record.endBytes(start);
  }

  private void writeValue(CatalogEntry place, Object value, Output record) {
    int start = record.beginBytes();
    place.writeValue(types, value, record);
    record.endBytes(start);
  }

  Journal journal() {
    return journal;
  }

  /** Waits, after a commit, as its durability requires. */
  void await(JournalEntry entry, Durability durability, Deadline deadline) {
    switch (durability) {
      case SYNC -> awaitForced(entry, deadline);
      case ASYNC -> {
        background.begin();
        if (journal.isForcedBehind(entry, options.asyncBytes())) {
          awaitForced(entry, deadline);
        }
        journal.awaitWrittenBut(entry, UNWRITTEN_ASYNC_BYTES_MAX);
      }
      case NONE -> journal.awaitWrittenBut(entry, UNWRITTEN_BYTES_MAX);
    }
    growth.noted(entry.journalBytes(), deadline);
  }

  private void awaitForced(JournalEntry entry, Deadline deadline) {
    if (deadline.isNever()) {
      journal.awaitForced(entry.sequence());
    } else if (!Uninterrupted.of(() -> journal.awaitForced(entry.sequence(), deadline))) {
      throw new DurabilityTimeoutException("the store in " + options.directory());
    }
  }
}
