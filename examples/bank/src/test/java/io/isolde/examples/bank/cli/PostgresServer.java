package io.isolde.examples.bank.cli;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** A PostgreSQL server, one for all tests of a JVM. */
final class PostgresServer {
  private static final AtomicInteger SCHEMAS = new AtomicInteger();
  private static final EmbeddedPostgres SERVER = start();

  private PostgresServer() {}

  private static EmbeddedPostgres start() {
    try {
      EmbeddedPostgres server =
          EmbeddedPostgres.builder()
              .setServerConfig("fsync", "on")
              .setServerConfig("synchronous_commit", "on")
              .setServerConfig("max_pred_locks_per_transaction", "256")
              .setServerConfig("random_page_cost", "1")
              .setServerConfig("max_connections", "100")
              .start();
      addUser(server);
      return server;
    } catch (IOException | SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Without PGUSER, a bank connects as the user that runs it. */
  private static void addUser(EmbeddedPostgres server) throws SQLException {
    String user = System.getenv().getOrDefault("PGUSER", System.getProperty("user.name"));
    try (Connection connection = server.getPostgresDatabase().getConnection();
        PreparedStatement known =
            connection.prepareStatement("select from pg_roles where rolname = ?");
        Statement creation = connection.createStatement()) {
      known.setString(1, user);
      if (!known.executeQuery().next()) {
        creation.execute(
            "create role " + creation.enquoteIdentifier(user, true) + " superuser login");
      }
    }
  }

  /** The URI of a store that does not exist yet. */
  static String freshUri() {
    return "postgres://localhost:%d/postgres?schema=bank%d"
        .formatted(SERVER.getPort(), SCHEMAS.incrementAndGet());
  }
}
