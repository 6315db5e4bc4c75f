package io.isolde.store.postgres;

import io.isolde.store.postgres.Write.Count;
import io.isolde.store.postgres.Write.Put;
import io.isolde.store.postgres.Write.Remove;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The statement that sends all writes of an attempt, and the row that tells of them.
 * Thread-confined: it is made by the caller, and sent by a thread of the store.
 */
final class Flush {
  private final Sql sql;
  private final UUID id = UUID.randomUUID();
  private final Map<RowKey, Write> writes;
  private final List<Integer> putNames = new ArrayList<>();
  private final List<byte[]> putKeys = new ArrayList<>();
  private final List<byte[]> putValues = new ArrayList<>();
  private final List<Integer> goneNames = new ArrayList<>();
  private final List<byte[]> goneKeys = new ArrayList<>();
  private final List<Integer> resets = new ArrayList<>();
  private final List<Integer> addNames = new ArrayList<>();
  private final List<Long> summands = new ArrayList<>();
  private long size;

  /** Takes the writes in one order in all transactions, so that they do not deadlock. */
  Flush(Sql sql, Map<RowKey, Write> writes) {
    this.sql = sql;
    this.writes = writes;
    writes.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(write -> take(write.getKey(), write.getValue()));
  }

  private void take(RowKey row, Write write) {
    size += row.key().length();
    switch (write) {
      case Put put -> {
        size += put.bytes().length;
        putNames.add(row.name());
        putKeys.add(row.key().array());
        putValues.add(put.bytes());
      }
      case Remove remove -> {
        goneNames.add(row.name());
        goneKeys.add(row.key().array());
      }
      case Count count -> take(row, count);
    }
  }

  private void take(RowKey row, Count count) {
    if (count.isSet()) {
      resets.add(row.name());
    }
    addNames.add(row.name());
    summands.add(count.number());
  }

  /** Identifies the commit in the database. */
  UUID id() {
    return id;
  }

  /** How many bytes the keys and the values have. */
  long size() {
    return size;
  }

  /** Sends it; returns the number of the transaction. */
  long send(Connection connection) throws SQLException {
    byte[] body = CommitBody.of(writes, resets.isEmpty() ? Map.of() : reset(connection));
    try (PreparedStatement statement = connection.prepareStatement(text())) {
      int next = bind(connection, statement);
      statement.setObject(next++, id);
      statement.setBytes(next, body);
      ResultSet result = statement.executeQuery();
      result.next();
      return Long.parseLong(result.getString(1));
    }
  }

  /** Empties the counters that are set; returns what they had. */
  private Map<Integer, Long> reset(Connection connection) throws SQLException {
    Map<Integer, Long> taken = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(sql.reset)) {
      statement.setArray(1, connection.createArrayOf("int", resets.toArray()));
      ResultSet result = statement.executeQuery();
      while (result.next()) {
        taken.merge(result.getInt(1), result.getLong(2), Long::sum);
      }
    }
    return taken;
  }

  /** Only what there is to do: a part without rows would still read, and so conflict. */
  private String text() {
    List<String> parts = new ArrayList<>();
    if (!putNames.isEmpty()) {
      parts.add(sql.put);
    }
    if (!goneNames.isEmpty()) {
      parts.add(sql.remove);
    }
    if (!addNames.isEmpty()) {
      parts.add(sql.add);
    }
    return "with " + String.join(", ", parts) + " " + sql.commit;
  }

  private int bind(Connection connection, PreparedStatement statement) throws SQLException {
    int next = 1;
    if (!putNames.isEmpty()) {
      statement.setArray(next++, connection.createArrayOf("int", putNames.toArray()));
      statement.setArray(next++, connection.createArrayOf("bytea", putKeys.toArray(byte[][]::new)));
      statement.setArray(
          next++, connection.createArrayOf("bytea", putValues.toArray(byte[][]::new)));
    }
    if (!goneNames.isEmpty()) {
      statement.setArray(next++, connection.createArrayOf("int", goneNames.toArray()));
      statement.setArray(
          next++, connection.createArrayOf("bytea", goneKeys.toArray(byte[][]::new)));
    }
    if (!addNames.isEmpty()) {
      statement.setArray(next++, connection.createArrayOf("int", addNames.toArray()));
      statement.setArray(next++, connection.createArrayOf("bigint", summands.toArray()));
    }
    return next;
  }
}
