package io.isolde.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.store.Store;
import io.isolde.store.StoreUnavailableException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** A server that asks for passwords: a wrong one is refused, and none is ever shown. */
class PasswordTest {
  private static final String RIGHT = "open-sesame-1";
  private static final String WRONG = "sesame-closed-2";

  private static PGSimpleDataSource source(EmbeddedPostgres server, String password) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setPortNumbers(new int[] {server.getPort()});
    source.setDatabaseName("postgres");
    source.setUser("teller");
    source.setPassword(password);
    return source;
  }

  private static String stackTrace(Throwable thrown) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PrintWriter out = new PrintWriter(bytes, true, StandardCharsets.UTF_8)) {
      thrown.printStackTrace(out);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void open_wrongPassword_isRefusedAndNotShown() throws Exception {
    try (EmbeddedPostgres server = Server.builder().start()) {
      try (Connection connection = server.getPostgresDatabase().getConnection();
          Statement sql = connection.createStatement()) {
        sql.execute("create role teller login superuser password '" + RIGHT + "'");
        Path rules = Path.of(setting(sql, "hba_file"));
        Files.writeString(rules, "host all teller all scram-sha-256\n" + Files.readString(rules));
        sql.execute("select pg_reload_conf()");
      }
      Thread.sleep(500); // the server reads the file at its leisure

      assertThatThrownBy(() -> Server.open(source(server, WRONG), "bank"))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("the server refuses the role")
          .satisfies(thrown -> assertThat(stackTrace(thrown)).doesNotContain(WRONG));
      try (Store store = Server.open(source(server, RIGHT), "bank")) {
        assertThat(store.toString()).doesNotContain(RIGHT);
      }
    }
  }

  private static String setting(Statement sql, String name) throws Exception {
    var result = sql.executeQuery("show " + name);
    result.next();
    return result.getString(1);
  }
}
