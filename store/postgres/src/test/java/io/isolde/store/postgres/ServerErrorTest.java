package io.isolde.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.isolde.stm.TransactionOptions;
import io.isolde.store.OutcomeUnknownException;
import io.isolde.store.Store;
import io.isolde.store.StoreCounter;
import io.isolde.store.StoreMap;
import io.isolde.store.StoreUnavailableException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** What callers see, and what is left behind, when the database refuses or vanishes. */
class ServerErrorTest {
  @Test
  void statementRefused_callerIsTold_andStoreGoesOn() {
    String schema = Server.schema();
    try (Store store = Store.open(Server.uri(schema) + "&pool=1")) {
      StoreMap<String, Long> map = store.map("map", String.class, Long.class);
      StoreCounter counter = store.counter("counter");
      Server.execute("alter table " + schema + ".entry add constraint none check (name < 0)");

      assertThatThrownBy(() -> map.put("key", 1L))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("check constraint");

      CompletableFuture<Void> later = CompletableFuture.runAsync(counter::increment);
      assertThat(later).succeedsWithin(Duration.ofSeconds(10));
      assertThat(counter.get()).isEqualTo(1);
    }
  }

  /** A source whose connections break in the next commit of a writer; then nobody answers. */
  private static final class Vanishing {
    private final DataSource real;
    private volatile boolean armed;
    private volatile boolean away;

    Vanishing(DataSource real) {
      this.real = real;
    }

    DataSource source() {
      return (DataSource)
          Proxy.newProxyInstance(
              Vanishing.class.getClassLoader(),
              new Class<?>[] {DataSource.class},
              (proxy, method, arguments) -> {
                if (away) {
                  throw new SQLException("nobody answers", "08001");
                }
                return connection(real.getConnection());
              });
    }

    private Connection connection(Connection of) {
      boolean[] writes = {false};
      return (Connection)
          Proxy.newProxyInstance(
              Vanishing.class.getClassLoader(),
              new Class<?>[] {Connection.class},
              (proxy, method, arguments) -> {
                if (method.getName().equals("prepareStatement")
                    && ((String) arguments[0]).startsWith("with ")) {
                  writes[0] = true;
                }
                if (method.getName().equals("commit") && writes[0] && armed) {
                  of.commit();
                  of.close();
                  away = true;
                  throw new SQLException("broken", "08006");
                }
                try {
                  return method.invoke(of, arguments);
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              });
    }
  }

  private static void commitThatBreaks(long awayMillis) {
    String uri = Server.fresh();
    PGSimpleDataSource real = new PGSimpleDataSource();
    real.setUrl("jdbc:postgresql:" + uri.substring(uri.indexOf(':') + 1, uri.indexOf('?')));
    real.setUser("postgres");
    Vanishing vanishing = new Vanishing(real);
    PostgresOptions options =
        PostgresOptions.DEFAULT.withSchema(uri.substring(uri.indexOf('=') + 1));
    try (Store store = PostgresStores.open(vanishing.source(), options)) {
      StoreCounter counter = store.counter("counter");
      vanishing.armed = true;
      CompletableFuture<Void> back =
          CompletableFuture.runAsync(
              () -> {
                vanishing.armed = false;
                vanishing.away = false;
              },
              CompletableFuture.delayedExecutor(awayMillis, TimeUnit.MILLISECONDS));

      Throwable thrown =
          catchThrowable(
              () ->
                  store.transact(
                      TransactionOptions.timeout(Duration.ofSeconds(1)), counter::increment));
      back.join();

      assertThat(counter.get()).isEqualTo(1); // not twice, whatever the caller was told
      assertThat(thrown).isInstanceOf(OutcomeUnknownException.class);
    }
  }

  @Test
  void commitBreaks_andDatabaseReturnsTooLate_isNotRunAgain() {
    commitThatBreaks(7_000);
  }
}
