package io.isolde.store.file;

import io.isolde.store.Change;
import io.isolde.store.ChangesLostException;
import io.isolde.store.StoreDamagedException;
import io.isolde.store.codec.CodecException;
import io.isolde.store.file.Positions.Position;
import io.isolde.store.file.journal.Journal;
import io.isolde.store.file.journal.JournalReader;
import io.isolde.store.file.record.RedoOperation;
import io.isolde.store.file.record.RedoOperation.Incarnation;
import io.isolde.store.file.record.RedoOperation.Put;
import io.isolde.store.file.record.RedoOperation.Remove;
import io.isolde.store.file.record.RedoOperation.Revoke;
import io.isolde.store.spi.Backlog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The commits of a store behind a position, read from its journal. Owner-only. */
final class JournalBacklog implements Backlog {
  /*
   * Idea. The records of transactions are those that have nothing but values and removals; the
   * others define names, describe classes, or revoke a record. A record is revoked before the next
   * transaction appends its own. So a record counts if the record of another transaction follows,
   * or if the backlog ends behind it: it ends where no transaction is preparing.
   *
   * What is passed on is on stable storage: a transaction that waits for that may not be seen here
   * before.
   */
  private static final long OPEN = Long.MAX_VALUE;

  /** Finds a place between two commits: runs an action there, and another one in commit order. */
  interface Between {
    void run(Runnable first, Runnable last);
  }

  /** The record of a transaction. */
  private record Found(long sequence, List<RedoOperation> operations) {}

  private final Journal journal;
  private final Catalog catalog;
  private final Positions positions;
  private final Between between;
  private final JournalReader reader;

  /** The last record that was read of a transaction; it may be revoked yet. */
  private @Nullable Found newest;

  /** The last record that may be read: it is on stable storage. */
  private long forced;

  /** The last record of the backlog. */
  private long end = OPEN;

  /**
   * Begins behind a position.
   *
   * @throws ChangesLostException if the commit there is not in the journal, or not any more
   */
  JournalBacklog(
      Journal journal, Catalog catalog, Positions positions, Position after, Between between) {
    this.journal = journal;
    this.catalog = catalog;
    this.positions = positions;
    this.between = between;
    this.reader = journal.reader(after.sequence());
    this.forced = after.sequence();
    if (!positions.isRight(after) || after.sequence() > journal.last()) {
      throw new ChangesLostException(
          "commit "
              + after.sequence()
              + ", behind which to go on, is not in the journal: a crash has taken it back before"
              + " it was on stable storage, or it is no longer held; start over with a snapshot");
    }
  }

  @Override
  public boolean isWithin(int count) {
    return journal.last() - reader.read() + (newest == null ? 0 : 1) <= count;
  }

  @Override
  public void endAt(Runnable live) {
    between.run(() -> end = journal.last(), live);
  }

  @Override
  public @Nullable Entry next() {
    try {
      for (byte[] payload = read(); payload != null; payload = read()) {
        Found before = newest;
        if (note(payload) && before != null) {
          return entry(before);
        }
      }
      return end == OPEN ? null : last();
    } catch (IOException e) {
      throw new UncheckedIOException("the journal cannot be read: " + e, e);
    }
  }

  private byte @Nullable [] read() throws IOException {
    long last = Math.min(end, journal.last());
    if (reader.read() == forced && forced < last) {
      journal.awaitForced(last);
      forced = last;
    }
    return reader.next(forced);
  }

  private @Nullable Entry last() {
    Found last = newest;
    newest = null;
    return last == null ? null : entry(last);
  }

  /** Takes a record into account; returns whether it is that of a transaction. */
  private boolean note(byte[] payload) {
    List<RedoOperation> operations = operations(payload);
    for (RedoOperation operation : operations) {
      if (operation instanceof Revoke revoke) {
        revoke(revoke.sequence());
      }
    }
    boolean isCommit =
        !operations.isEmpty() && operations.stream().allMatch(JournalBacklog::isChange);
    if (isCommit) {
      newest = new Found(reader.read(), operations);
    }
    return isCommit;
  }

  private void revoke(long sequence) {
    Found last = newest;
    if (last != null && last.sequence == sequence) {
      newest = null;
    }
  }

  /** The operations of a record, without the incarnation with which it may begin. */
  private List<RedoOperation> operations(byte[] payload) {
    List<RedoOperation> operations = new ArrayList<>();
    try {
      RedoOperation.forEach(payload, operations::add);
    } catch (CodecException e) {
      throw new StoreDamagedException(
          reader.file(), reader.offset(), "the record makes no sense: " + e.getMessage());
    }
    operations.removeIf(Incarnation.class::isInstance);
    return operations;
  }

  private static boolean isChange(RedoOperation operation) {
    return operation instanceof Put || operation instanceof Remove;
  }

  private Entry entry(Found found) {
    List<Change> changes = new ArrayList<>();
    for (RedoOperation operation : found.operations) {
      changes.add(change(operation));
    }
    return new Entry(positions.of(found.sequence), changes);
  }

  private Change change(RedoOperation operation) {
    return switch (operation) {
      case Put put -> catalog.entry(put.id()).toChange(put.key(), put.value());
      case Remove remove -> catalog.entry(remove.id()).toChange(remove.key(), null);
      default -> throw new IllegalStateException("no change: " + operation);
    };
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException e) {
      // nothing was written to the file
    }
  }
}
