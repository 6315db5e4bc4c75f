package io.isolde.store.postgres;

import io.isolde.store.Change;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns rows of commits, in the order of their numbers, into the changes that subscribers get.
 * Keeps the values of the counters meanwhile, of which the rows tell only what was added.
 * Thread-confined.
 */
final class Published {
  private final PostgresStore store;
  private final Map<Integer, Long> counts;

  private Published(PostgresStore store, Map<Integer, Long> counts) {
    this.store = store;
    this.counts = counts;
  }

  /** Begins with the values that counters have for the transaction of a connection. */
  static Published of(PostgresStore store, Connection connection) throws SQLException {
    Map<Integer, Long> counts = new HashMap<>();
    try (PreparedStatement query = connection.prepareStatement(store.sql().sums)) {
      ResultSet result = query.executeQuery();
      while (result.next()) {
        counts.put(result.getInt(1), result.getBigDecimal(2).toBigInteger().longValue());
      }
    }
    return new Published(store, counts);
  }

  /** Takes back what a commit added to counters. */
  void undo(byte[] body) {
    CommitBody.read(body)
        .forEach((row, told) -> counts.merge(row.name(), -told.added(), Long::sum));
  }

  /**
   * The changes of the next commit; those of names that this process has not opened are left out.
   */
  List<Change> next(byte[] body) {
    List<Change> changes = new ArrayList<>();
    CommitBody.read(body)
        .forEach(
            (row, told) -> {
              long count = told.isCount() ? counts.merge(row.name(), told.added(), Long::sum) : 0;
              Name<?> name = store.opened(row.name());
              if (name != null) {
                changes.add(name.change(row, told.isCount() ? count : value(name, told)));
              }
            });
    return changes;
  }

  private static @Nullable Object value(Name<?> name, CommitBody.Told told) {
    byte[] bytes = told.bytes();
    return bytes == null ? null : name.value(bytes);
  }
}
