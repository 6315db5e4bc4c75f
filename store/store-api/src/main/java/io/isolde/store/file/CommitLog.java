package io.isolde.store.file;

import io.isolde.stm.Participant;
import io.isolde.stm.Transaction;
import io.isolde.store.Change;
import io.isolde.store.Durability;
import io.isolde.store.codec.CodecException;
import io.isolde.store.encoding.Output;
import io.isolde.store.encoding.Types;
import io.isolde.store.journal.Journal;
import io.isolde.store.journal.Operation;
import io.isolde.store.stm.ChangeLog;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongConsumer;

/**
 * Makes one record of the changes of each transaction, and waits for it as the transaction chose.
 * Thread-safe.
 */
final class CommitLog implements ChangeLog {
  private static final long UNWRITTEN_BYTES_MAX = 1 << 18;
  private static final byte[] NO_KEY = {};

  private final FileOptions options;
  private final Journal journal;
  private final Types types;
  private final Map<String, Place> places;
  private final BackgroundForce background;
  private final LongConsumer whenGrown;

  /** Tells {@code whenGrown} after each commit how many bytes were ever appended. */
  CommitLog(
      FileOptions options,
      Journal journal,
      Types types,
      Map<String, Place> places,
      LongConsumer whenGrown) {
    this.options = options;
    this.journal = journal;
    this.types = types;
    this.places = places;
    this.whenGrown = whenGrown;
    this.background = new BackgroundForce(journal, options.asyncDelay());
  }

  /** Does everything that can fail, before any lock. */
  @Override
  public Participant logged(Iterable<Change> changes) {
    requireWritable();
    journal.requireAccepting();
    Output record = new Output();
    changes.forEach(change -> write(change, record));
    if (record.length() > options.recordBytes()) {
      throw new CodecException(
          "the changes of a transaction take "
              + record.length()
              + " bytes, more than recordBytes, which is "
              + options.recordBytes(),
          null);
    }
    Durability chosen = Durability.chosen();
    JournaledCommit commit =
        new JournaledCommit(
            this, record.toBytes(), Objects.requireNonNullElse(chosen, options.durability()));
    Transaction.current().afterRollback(commit::awaitRevocation);
    return commit;
  }

  /** Refuses changes of a store that was opened for reading. */
  void requireWritable() {
    if (options.readOnly()) {
      throw new IllegalStateException(
          "the store in " + options.directory() + " was opened read-only");
    }
  }

  private void write(Change change, Output record) {
    try {
      operation(change).writeTo(record);
    } catch (CodecException e) {
      throw new CodecException("'" + change.name() + "': " + e.getMessage(), e);
    }
  }

  private Operation operation(Change change) {
    Place place = Objects.requireNonNull(places.get(change.name()), change.name());
    int id = place.definition().id();
    byte[] key = change.key() == null ? NO_KEY : types.toBytes(change.key());
    Object value = change.value();
    return value == null
        ? new Operation.Remove(id, key)
        : new Operation.Put(id, key, types.toBytes(value));
  }

  Journal journal() {
    return journal;
  }

  /** Waits, after a commit, for what was chosen. */
  void await(Journal.Entry entry, Durability durability) {
    switch (durability) {
      case SYNC -> journal.awaitForced(entry.sequence());
      case ASYNC -> {
        background.begin();
        journal.awaitForcedBut(options.asyncBytes());
      }
      case NONE -> journal.awaitWrittenBut(UNWRITTEN_BYTES_MAX);
    }
    whenGrown.accept(entry.journalBytes());
  }
}
