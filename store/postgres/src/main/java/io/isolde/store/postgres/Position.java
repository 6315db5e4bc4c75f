package io.isolde.store.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a commit is in the history of a store. Immutable.
 *
 * @param xid the number of its transaction
 * @param id its own identity: after a failover, another transaction may have got the number
 */
record Position(long xid, UUID id) {
  private static final Pattern SYNTAX =
      Pattern.compile("(?<xid>[0-9]{1,18})-(?<id>[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})");

  /**
   * Parses a position.
   *
   * @throws IllegalArgumentException if it is none
   */
  static Position of(PostgresStore store, String text) {
    Matcher parts = SYNTAX.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is no position of a commit of "
              + store
              + ": pass what Commit.position() has returned");
    }
    return new Position(Long.parseLong(parts.group("xid")), UUID.fromString(parts.group("id")));
  }

  /** That of a row, from two of its columns, as text. */
  static Position of(ResultSet row, int first) throws SQLException {
    return new Position(
        Long.parseLong(row.getString(first)), UUID.fromString(row.getString(first + 1)));
  }

  @Override
  public String toString() {
    return xid + "-" + id;
  }
}
