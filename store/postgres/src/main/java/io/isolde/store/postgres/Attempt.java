package io.isolde.store.postgres;

import io.isolde.stm.Deadline;
import io.isolde.store.spi.StandaloneAttempt;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to execute a transaction's body: a serialisable transaction of the database, whose
 * writes are kept until the commit. Thread-confined.
 */
final class Attempt extends StandaloneAttempt {
  /*
   * Idea. What is read comes from the database, all as of one snapshot, and is kept, so that it is
   * asked for once. What is written stays here until the body has ended, is undone here if a
   * nested block fails, and is sent in one statement before COMMIT. So a slow body holds no row
   * lock, and the database decides at COMMIT whether the reads still hold.
   *
   * I1  The last write of each row is in writes; log has what was there before each write.
   * I2  An attempt that has lost stays lost: every operation throws Lost, and so does the commit.
   */
  private static final byte[] ABSENT = new byte[0];

  private record Undo(RowKey row, @Nullable Write before) {}

  private final PostgresStore store;
  private final Session session;
  private final Deadline deadline;
  private final Map<RowKey, byte[]> reads = new HashMap<>();
  private final Map<Integer, Long> sums = new HashMap<>();
  private final Set<Integer> scanned = new HashSet<>();
  private final Map<RowKey, Write> writes = new LinkedHashMap<>();
  private final List<Undo> log = new ArrayList<>();
  private final Set<RowKey> written = new HashSet<>();
  private @Nullable Throwable lost;
  private @Nullable Snapshot snapshot;
  private long number;

  Attempt(PostgresStore store, Session session, Deadline deadline) {
    super(store);
    this.store = store;
    this.session = session;
    this.deadline = deadline;
  }

  // ---- reads ----

  /** The write of a row that is due, if there is one. */
  @Nullable Write pending(RowKey row) {
    requireAlive();
    return writes.get(row);
  }

  /** The bytes of a row's value in the database; null if there is no such row. */
  byte @Nullable [] read(RowKey row) {
    requireAlive();
    byte[] known = reads.get(row);
    if (known == null) {
      byte[] found =
          run(
              connection -> {
                try (PreparedStatement query = connection.prepareStatement(store.sql().get)) {
                  query.setInt(1, row.name());
                  query.setBytes(2, row.key().array());
                  ResultSet result = query.executeQuery();
                  return result.next() ? result.getBytes(1) : null;
                }
              });
      known = found == null ? ABSENT : found;
      reads.put(row, known);
    }
    return known == ABSENT ? null : known;
  }

  /** The value of a counter. */
  long count(int name) {
    requireAlive();
    Write.Count due = (Write.Count) writes.get(new RowKey(name, Bytes.NONE));
    if (due != null && due.isSet()) {
      return due.number();
    }
    Long known = sums.get(name);
    if (known == null) {
      known =
          run(
              connection -> {
                try (PreparedStatement query = connection.prepareStatement(store.sql().sum)) {
                  query.setInt(1, name);
                  ResultSet result = query.executeQuery();
                  result.next();
                  return result.getBigDecimal(1).toBigInteger().longValue(); // wraps around
                }
              });
      sums.put(name, known);
    }
    return known + (due == null ? 0 : due.number());
  }

  /** Rows in order of their keys, from the database alone. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Row(Bytes key, byte[] value) {}

  /** At most {@code limit} rows of a range. */
  List<Row> page(int name, Range range, boolean descending, int limit) {
    requireAlive();
    scanned.add(name);
    return run(
        connection -> {
          try (PreparedStatement query =
              connection.prepareStatement(store.sql().page(range, descending))) {
            query.setInt(1, name);
            query.setInt(range.bind(query, 2), limit);
            ResultSet result = query.executeQuery();
            List<Row> rows = new ArrayList<>();
            while (result.next()) {
              rows.add(new Row(new Bytes(result.getBytes(1)), result.getBytes(2)));
            }
            return rows;
          }
        });
  }

  /** The number of rows of a range in the database. */
  long size(int name, Range range) {
    requireAlive();
    scanned.add(name);
    return run(
        connection -> {
          try (PreparedStatement query = connection.prepareStatement(store.sql().count(range))) {
            query.setInt(1, name);
            range.bind(query, 2);
            ResultSet result = query.executeQuery();
            result.next();
            return result.getLong(1);
          }
        });
  }

  /** The writes that are due to the rows of a name in a range, in order. */
  NavigableMap<Bytes, Write> pending(int name, Range range) {
    NavigableMap<Bytes, Write> due = new TreeMap<>();
    writes.forEach(
        (row, write) -> {
          if (row.name() == name && range.contains(row.key())) {
            due.put(row.key(), write);
          }
        });
    return due;
  }

  // ---- writes ----

  void write(RowKey row, Write write) {
    requireAlive();
    requireWritable();
    log.add(new Undo(row, writes.get(row)));
    writes.put(row, write);
    written.add(row);
  }

  void add(int name, long summand) {
    requireAlive();
    RowKey row = new RowKey(name, Bytes.NONE);
    Write.Count due = (Write.Count) writes.get(row);
    write(row, due == null ? new Write.Count(null, summand) : due.plus(summand));
  }

  @Override
  protected int mark() {
    return log.size();
  }

  @Override
  protected void rollbackTo(int mark) {
    while (log.size() > mark) {
      Undo undo = log.removeLast();
      if (undo.before == null) {
        writes.remove(undo.row);
      } else {
        writes.put(undo.row, undo.before);
      }
    }
  }

  // ---- the database ----

  private void requireAlive() {
    requireNotRetrying();
    if (lost != null) {
      throw new Lost(lost);
    }
  }

  private <T extends @Nullable Object> T run(SqlTask<T> task) {
    try {
      return session.run(task, deadline);
    } catch (SQLException e) {
      throw failed(e);
    } catch (InterruptedException | TimeoutException e) {
      throw lose(e);
    }
  }

  /** Notes why the attempt is lost; to be thrown. */
  private Lost lose(Throwable reason) {
    lost = reason;
    return new Lost(reason);
  }

  private Error failed(SQLException e) {
    if (Failures.isConflict(e) || Failures.isPassing(e)) {
      return lose(e);
    }
    throw Failures.of(store.toString(), e);
  }

  /** Why the attempt was lost; null if it was not. */
  @Nullable Throwable lost() {
    return lost;
  }

  boolean hasWrites() {
    return !writes.isEmpty();
  }

  /** The rows that the attempt wrote, also after it was rolled back. */
  Set<RowKey> written() {
    return written;
  }

  /** Commits what was read alone: then it was right. */
  void commitReads() {
    if (session.isOpen() && lost == null) {
      finish(
          connection -> {
            connection.commit();
            return null;
          });
    }
  }

  private void finish(SqlTask<@Nullable Void> task) {
    try {
      session.finish(task, deadline);
    } catch (SQLException e) {
      throw failed(e);
    } catch (TimeoutException e) {
      throw lose(e);
    }
  }

  /** Commits. */
  void commit() {
    requireAlive();
    if (writes.isEmpty()) {
      commitReads();
    } else {
      commit(new Commitment(new Flush(store.sql(), writes)));
    }
  }

  private void commit(Commitment commitment) {
    commitment.requireFits(store);
    try {
      number = commitment.await(session, deadline);
    } catch (SQLException e) {
      if (!commitment.mayHaveCommitted(e)) {
        throw failed(e);
      }
      if (!store.hasCommitted(commitment.id(), deadline)) {
        throw lose(e);
      }
      number = commitment.number();
    } catch (TimeoutException e) {
      throw lose(e);
    }
  }

  /** Notes, after retry, which state of the database was seen. */
  void noteSnapshot() {
    try {
      snapshot = session.run(connection -> Snapshot.of(connection, store.sql()), deadline);
    } catch (SQLException e) {
      snapshot = null; // the transaction is attempted again at once
    } catch (InterruptedException | TimeoutException e) {
      lost = e;
    }
  }

  /** The number of the transaction, if it has written. */
  long number() {
    return number;
  }

  @Nullable Snapshot snapshot() {
    return snapshot;
  }

  /** Whether the attempt has read what a commit has changed. */
  boolean hasRead(RowKey row) {
    return reads.containsKey(row)
        || scanned.contains(row.name())
        || (row.key().equals(Bytes.NONE) && sums.containsKey(row.name()));
  }

  Session session() {
    return session;
  }
}
