package io.isolde.store.postgres;

import io.isolde.store.StoreFailedException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The tables of a store, made and brought up to date when it is opened. */
final class Schema {
  /**
   * The scripts that lead from one version to the next; none is ever changed once released. A
   * script may be interrupted at any place: it is a part of one transaction.
   */
  private static final List<String> SCRIPTS =
      List.of(
          """
          create table meta (version int not null, forgotten xid8 not null default '0');
          insert into meta values (0);
          create table name (
            id int generated always as identity primary key,
            digest bytea unique not null,
            name text not null,
            kind text not null,
            key_types int[] not null default '{}');
          create table type (
            id int generated always as identity (start with 64) primary key,
            digest bytea unique not null,
            description bytea not null);
          create table entry (
            name int not null, key bytea not null, value bytea not null,
            primary key (name, key));
          create table delta (
            name int not null, id bigint generated always as identity, summand bigint not null,
            primary key (name, id));
          create table commit (
            xid xid8 not null default pg_current_xact_id(),
            id uuid primary key,
            body bytea not null,
            at timestamptz not null default now());
          create index commit_xid on commit (xid);
          create index commit_at on commit (at);
          """);

  private static final int LOCK = 0x150_1de;

  private Schema() {}

  /** Makes what is missing, in one transaction, while no other process does. */
  static void bringUpToDate(Connection connection, String schema, Sql sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("select pg_advisory_xact_lock(" + LOCK + ", hashtext('" + schema + "'))");
      int version = version(connection, schema);
      if (version > SCRIPTS.size()) {
        throw new StoreFailedException(
            "schema "
                + schema
                + " has version "
                + version
                + ", but this release knows only "
                + SCRIPTS.size()
                + ": use the release that made it, or a newer one",
            new SQLException("newer schema"));
      }
      if (version == 0) {
        statement.execute("create schema if not exists " + schema);
      }
      statement.execute("set local search_path to " + schema);
      for (String script : SCRIPTS.subList(version, SCRIPTS.size())) {
        statement.execute(script);
        statement.execute("update meta set version = version + 1");
      }
      if (version < SCRIPTS.size()) {
        // On a small table that was never analysed, a look-up locks the whole table.
        statement.execute("analyze entry");
      }
      forgetOtherServer(statement, sql);
    }
  }

  /** A backup brings commits along whose numbers the server that it came from had given. */
  private static void forgetOtherServer(Statement statement, Sql sql) throws SQLException {
    if (statement.executeQuery(sql.restored).next()) {
      statement.execute(sql.startOver);
    }
  }

  /** The version of the tables; 0 if there are none. */
  private static int version(Connection connection, String schema) throws SQLException {
    try (PreparedStatement exists =
        connection.prepareStatement("select to_regclass(? || '.meta') is not null")) {
      exists.setString(1, schema);
      if (!first(exists).getBoolean(1)) {
        return 0;
      }
    }
    try (PreparedStatement version =
        connection.prepareStatement("select version from " + schema + ".meta")) {
      return first(version).getInt(1);
    }
  }

  private static ResultSet first(PreparedStatement query) throws SQLException {
    ResultSet result = query.executeQuery();
    result.next();
    return result;
  }
}
