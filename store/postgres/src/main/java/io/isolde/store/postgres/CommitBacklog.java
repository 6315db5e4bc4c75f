package io.isolde.store.postgres;

import io.isolde.store.Change;
import io.isolde.store.ChangesLostException;
import io.isolde.store.spi.Backlog;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The commits behind a position, read from their table page by page. Thread-confined. */
final class CommitBacklog implements Backlog {
  /*
   * I1  Everything up to read was returned or is in page. read grows only over numbers below the
   *     horizon of the state of the database from which the page came: so no commit with a smaller
   *     number can appear later.
   * I2  Old commits are deleted in order, more or less, and the largest number that was deleted is
   *     noted in the same transaction. If it is larger than read, something may be missing.
   */
  private static final int PAGE = 500;

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Row(Position position, byte[] body) {}

  private final PostgresStore store;
  private final ArrayDeque<Row> page = new ArrayDeque<>();
  private final Published published;
  private long read;
  private @Nullable Long end;

  private CommitBacklog(PostgresStore store, Position after, Published published) {
    this.store = store;
    this.read = after.xid();
    this.published = published;
  }

  /** Opens the backlog behind a position. */
  static CommitBacklog open(PostgresStore store, Position after) {
    store.database().hold();
    boolean opened = false;
    try {
      CommitBacklog backlog =
          new CommitBacklog(store, after, store.atOneInstant(c -> publishedAt(c, store, after)));
      opened = true;
      return backlog;
    } finally {
      if (!opened) {
        store.database().close();
      }
    }
  }

  /** The values that counters had at a position: those of now, without what was added since. */
  private static Published publishedAt(Connection connection, PostgresStore store, Position after)
      throws SQLException {
    requireHeld(connection, store, after);
    Published backwards = Published.of(store, connection);
    try (PreparedStatement query = connection.prepareStatement(store.sql().commitsBehind)) {
      query.setString(1, Long.toString(after.xid()));
      query.setFetchSize(PAGE);
      ResultSet result = query.executeQuery();
      while (result.next()) {
        backwards.undo(result.getBytes(1));
      }
    }
    return backwards;
  }

  private static void requireHeld(Connection connection, PostgresStore store, Position after)
      throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(store.sql().commitAt)) {
      query.setString(1, Long.toString(after.xid()));
      query.setObject(2, after.id());
      if (!query.executeQuery().next()) {
        throw lost(store, "the commit at " + after + " itself");
      }
    }
  }

  private static ChangesLostException lost(PostgresStore store, String what) {
    return new ChangesLostException(
        store
            + " no longer holds "
            + what
            + ": it keeps commits for "
            + store.options().history()
            + ", and a failover can take the last ones back; start over with a snapshot");
  }

  @Override
  public @Nullable Entry next() {
    for (Row row = row(); row != null; row = row()) {
      List<Change> changes = published.next(row.body);
      if (!changes.isEmpty()) {
        return new Entry(row.position.toString(), changes);
      }
    }
    return null;
  }

  private @Nullable Row row() {
    if (page.isEmpty()) {
      readPage();
    }
    return page.poll();
  }

  private void readPage() {
    boolean unused =
        store.atOneInstant(
            connection -> {
              requireAllHeld(connection);
              readPage(connection);
              return true;
            });
  }

  private void requireAllHeld(Connection connection) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(store.sql().forgotten)) {
      ResultSet result = query.executeQuery();
      result.next();
      if (Long.parseLong(result.getString(1)) > read) {
        throw lost(store, "all commits behind number " + read);
      }
    }
  }

  private void readPage(Connection connection) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(store.sql().history)) {
      query.setString(1, Long.toString(read));
      query.setString(2, end == null ? null : Long.toString(end));
      query.setInt(3, PAGE);
      ResultSet result = query.executeQuery();
      while (result.next()) {
        Position position = Position.of(result, 1);
        page.add(new Row(position, result.getBytes(3)));
        read = position.xid();
      }
    }
  }

  @Override
  public boolean isWithin(int count) {
    int more = count - page.size();
    return more >= 0 && store.atOneInstant(connection -> isWithin(connection, more));
  }

  private boolean isWithin(Connection connection, int count) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(store.sql().distance)) {
      query.setString(1, Long.toString(read));
      query.setInt(2, count + 1);
      ResultSet result = query.executeQuery();
      result.next();
      return result.getInt(1) <= count;
    }
  }

  @Override
  public void endAt(Runnable live) {
    try {
      end = store.feed().between(live);
    } catch (IllegalStateException e) { // the store was closed: nothing is published any more
      live.run();
      end = store.atOneInstant(connection -> Snapshot.of(connection, store.sql()).horizon());
    }
  }

  @Override
  public void close() {
    store.database().close();
  }
}
