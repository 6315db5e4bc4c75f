package io.isolde.store.postgres;

import io.isolde.store.Store;
import io.isolde.store.StoreUri;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** A PostgreSQL server, one for all tests of a JVM. */
final class Server {
  private static final AtomicInteger SCHEMAS = new AtomicInteger();
  private static final EmbeddedPostgres SERVER = start();

  private Server() {}

  private static EmbeddedPostgres start() {
    try {
      return builder().start();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Builds a server that keeps what it has acknowledged. */
  static EmbeddedPostgres.Builder builder() {
    return EmbeddedPostgres.builder()
        .setServerConfig("fsync", "on")
        .setServerConfig("synchronous_commit", "on")
        .setServerConfig("max_pred_locks_per_transaction", "256")
        .setServerConfig("max_connections", "100");
  }

  /** A schema that does not exist yet. */
  static String schema() {
    return "s" + SCHEMAS.incrementAndGet();
  }

  /** The URI of a store that does not exist yet. */
  static String fresh() {
    return uri(schema());
  }

  static String uri(String schema) {
    return "postgres://localhost:" + SERVER.getPort() + "/postgres?schema=" + schema;
  }

  static int port() {
    return SERVER.getPort();
  }

  /** Connections as the superuser. */
  static DataSource source() {
    return SERVER.getPostgresDatabase();
  }

  static DataSource source(String role) {
    return SERVER.getDatabase(role, "postgres");
  }

  static DataSource sourceOf(String database) {
    return SERVER.getDatabase("postgres", database);
  }

  /** A store of a fresh schema, with connections that a test has a hand in. */
  static Store open(DataSource source, String schema) {
    return PostgresStores.open(source, PostgresOptions.DEFAULT.withSchema(schema));
  }

  static Store open(String schema) {
    return PostgresStores.open(
        new StoreUri("postgres", uri(schema).substring("postgres:".length())));
  }

  static void execute(String statement) {
    try (Connection connection = source().getConnection();
        Statement sql = connection.createStatement()) {
      sql.execute(statement);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The first column of all rows. */
  static List<String> query(String query) {
    try (Connection connection = source().getConnection();
        Statement sql = connection.createStatement();
        ResultSet result = sql.executeQuery(query)) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        rows.add(result.getString(1));
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
