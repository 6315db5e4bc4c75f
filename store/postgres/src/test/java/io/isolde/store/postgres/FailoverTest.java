package io.isolde.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.store.Store;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The server is killed: it starts again, or its synchronous standby takes over. Nothing is lost.
 */
@Tag("long")
class FailoverTest {
  private static final int PAYMENTS = 300;

  @TempDir private Path folder;

  private static EmbeddedPostgres start(Path data, int port) throws IOException {
    return Server.builder()
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        .setPort(port)
        .start();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static void execute(EmbeddedPostgres server, String... statements) throws Exception {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement sql = connection.createStatement()) {
      for (String statement : statements) {
        sql.execute(statement);
      }
    }
  }

  private static void awaitRow(EmbeddedPostgres server, String query) throws Exception {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement sql = connection.createStatement()) {
      for (boolean found = false; !found; found = isRow(sql, query)) {
        Thread.sleep(50);
      }
    }
  }

  private static boolean isRow(Statement sql, String query) throws Exception {
    try (ResultSet result = sql.executeQuery(query)) {
      return result.next();
    }
  }

  /** Kills the server process and all that it has started. */
  private static void kill(EmbeddedPostgres server, Path data) throws IOException {
    try (server) {
      assertThat(server.getPort()).isPositive();
      kill(data);
    }
  }

  private static void kill(Path data) throws IOException {
    long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).getFirst().trim());
    ProcessHandle server = ProcessHandle.of(pid).orElseThrow();
    List<ProcessHandle> children = server.descendants().toList();
    server.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
    server.onExit().join();
    children.forEach(child -> child.onExit().join());
    Files.deleteIfExists(data.resolve("postmaster.pid"));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(
            file,
            to.resolve(from.relativize(file).toString()),
            java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  @Test
  void server_killedAndStartedAgain_losesNothing() throws Exception {
    Path data = folder.resolve("data");
    int port = freePort();
    EmbeddedPostgres first = start(data, port);
    String uri = "postgres://localhost:" + port + "/postgres";
    Store store = Store.open(uri);
    try (Payers payers = new Payers(store, 4)) {
      payers.awaitMore(PAYMENTS);
      kill(first, data);
      try (EmbeddedPostgres again = start(data, port)) {
        assertThat(again.getPort()).isEqualTo(port);
        payers.awaitMore(PAYMENTS);
        payers.stopAndCheck();
        store.close();
      }
    }
  }

  @Test
  void server_killedAndStandbyPromoted_losesNothing() throws Exception {
    Path data = folder.resolve("primary");
    Path copy = folder.resolve("standby");
    int port = freePort();
    int standbyPort = freePort();
    start(data, port).close();
    copy(data, copy);
    Files.createFile(copy.resolve("standby.signal"));
    Files.writeString(
        copy.resolve("postgresql.auto.conf"),
        "primary_conninfo = 'host=localhost port=" + port + " user=postgres'\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    EmbeddedPostgres primary = start(data, port);
    try (EmbeddedPostgres standby = start(copy, standbyPort)) {
      execute(
          primary, "alter system set synchronous_standby_names = '*'", "select pg_reload_conf()");
      awaitRow(primary, "select from pg_stat_replication where sync_state = 'sync'");
      String uri = "postgres://localhost:" + port + ",localhost:" + standbyPort + "/postgres";
      try (Store store = Store.open(uri);
          Payers payers = new Payers(store, 4)) {
        payers.awaitMore(PAYMENTS);
        kill(primary, data);
        execute(standby, "select pg_promote()");
        payers.awaitMore(PAYMENTS);
        payers.stopAndCheck();
      }
    }
  }
}
