package io.isolde.store.file;

import io.isolde.stm.Participant;
import io.isolde.stm.Transaction;
import io.isolde.store.Change;
import io.isolde.store.Durability;
import io.isolde.store.DurabilityTimeoutException;
import io.isolde.store.backend.Deadline;
import io.isolde.store.codec.CodecException;
import io.isolde.store.encoding.Output;
import io.isolde.store.encoding.Types;
import io.isolde.store.journal.Journal;
import io.isolde.store.journal.Operation;
import io.isolde.store.journal.Uninterrupted;
import io.isolde.store.stm.ChangeLog;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes one record of the changes of each transaction, and waits for it as the transaction chose.
 * Thread-safe.
 */
final class CommitLog implements ChangeLog {
  /** Is told of growth. */
  interface Growth {
    /**
     * May slow the caller down until {@code deadline}.
     *
     * @param journalBytes how many were ever appended
     */
    void noted(long journalBytes, Deadline deadline);
  }

  /** What waits to be written is in memory; in mode async it is written by whoever forces. */
  private static final long UNWRITTEN_BYTES_MAX = 1 << 18;

  private static final long UNWRITTEN_ASYNC_BYTES_MAX = 1 << 26;

  private final FileOptions options;
  private final Journal journal;
  private final Types types;
  private final Map<String, Place> places;
  private final BackgroundForce background;
  private final Growth growth;

  /** Tells {@code growth} of each commit. */
  CommitLog(
      FileOptions options, Journal journal, Types types, Map<String, Place> places, Growth growth) {
    this.options = options;
    this.journal = journal;
    this.types = types;
    this.places = places;
    this.growth = growth;
    this.background = new BackgroundForce(journal, options.asyncDelay());
  }

  /** Does everything that can fail, before any lock. */
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
    Place place = Objects.requireNonNull(places.get(change.name()), change.name());
    Object value = change.value();
    record.write(value == null ? Operation.REMOVE : Operation.PUT);
    record.unsigned(place.definition().id());
    writeKey(place, change.key(), record);
    if (value != null) {
      writeValue(place, value, record);
    }
  }

  /** With its length; a ref and a counter have an empty key. */
  private void writeKey(Place place, @Nullable Object key, Output record) {
    int start = record.beginBytes();
    if (key != null) {
      place.writeKey(types, key, record);
    }
    record.endBytes(start);
  }

  private void writeValue(Place place, Object value, Output record) {
    int start = record.beginBytes();
    place.writeValue(types, value, record);
    record.endBytes(start);
  }

  Journal journal() {
    return journal;
  }

  /** Waits, after a commit, for what was chosen. */
  void await(Journal.Entry entry, Durability durability, Deadline deadline) {
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

  private void awaitForced(Journal.Entry entry, Deadline deadline) {
    if (deadline.isNever()) {
      journal.awaitForced(entry.sequence());
    } else if (!Uninterrupted.of(() -> journal.awaitForced(entry.sequence(), deadline))) {
      throw new DurabilityTimeoutException("the store in " + options.directory());
    }
  }
}
