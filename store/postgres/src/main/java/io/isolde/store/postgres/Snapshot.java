package io.isolde.store.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * What a transaction of the database sees, as PostgreSQL writes it: {@code xmin:xmax:xip,xip}.
 * Immutable.
 *
 * @param text as the database has written it
 */
record Snapshot(String text) {
  /** What the transaction of a connection sees. */
  static Snapshot of(Connection connection, Sql sql) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(sql.snapshot)) {
      ResultSet result = query.executeQuery();
      result.next();
      return new Snapshot(result.getString(1));
    }
  }

  /** All transactions with smaller numbers have ended. */
  long horizon() {
    return Long.parseLong(text.substring(0, text.indexOf(':')));
  }
}
