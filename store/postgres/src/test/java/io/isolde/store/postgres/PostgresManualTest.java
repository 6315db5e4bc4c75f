package io.isolde.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.isolde.stm.TransactionOptions;
import io.isolde.store.OutcomeUnknownException;
import io.isolde.store.Store;
import io.isolde.store.StoreCounter;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The examples of docs/postgres.md. Two stores with one URI stand for two processes. */
class PostgresManualTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Test
  void program_ofTwoProcesses_paysEachOrderOnce() {
    String uri = Server.fresh();
    Payments.main(new String[] {uri});
    Payments.main(new String[] {uri});

    try (Store store = Store.open(uri)) {
      Payments payments = new Payments(store);
      assertThat(payments.balance("bob")).isEqualTo(30);
      assertThat(payments.total()).isEqualTo(100);
    }
  }

  // @start region="unknown"
  static void payForSure(Payments payments, String order, String from, String to, long amount) {
    try {
      payments.pay(order, from, to, amount);
    } catch (OutcomeUnknownException e) {
      payments.pay(order, from, to, amount); // pays only if the first call has not
    }
  }

  // @end

  @Test
  void orders_paidForSure_arePaidOnce() {
    try (Store store = Store.open(Server.fresh())) {
      Payments payments = new Payments(store);
      payments.openAccount("alice", "Alice", 100);
      payments.openAccount("bob", "Bob", 0);

      payForSure(payments, "order-1", "alice", "bob", 30);
      payForSure(payments, "order-1", "alice", "bob", 30);

      assertThat(payments.balance("alice")).isEqualTo(70);
    }
  }

  // @start region="wait"
  /** Takes an item, and waits for one if need be; any process may add it. */
  static void take(StoreCounter stock) {
    Store store = stock.store();
    store.transact(
        TransactionOptions.timeout(Duration.ofSeconds(30)),
        () -> {
          store.check(stock.get() > 0);
          stock.decrement();
        });
  }

  // @end

  @Test
  void item_addedByAnotherProcess_isTaken() {
    String uri = Server.fresh();
    try (Store taker = Store.open(uri);
        Store adder = Store.open(uri)) {
      StoreCounter stock = taker.counter("stock");
      CompletableFuture<Void> taken = CompletableFuture.runAsync(() -> take(stock));

      adder.counter("stock").increment();

      assertThat(taken).succeedsWithin(PATIENCE);
      assertThat(stock.get()).isZero();
    }
  }

  @Test
  void store_ofDataSource_isThatOfTheUri() {
    String uri = Server.fresh();
    String schema = uri.substring(uri.indexOf('=') + 1);
    String jdbcUrl = "jdbc:postgresql:" + uri.substring(uri.indexOf(':') + 1, uri.indexOf('?'));
    try (Store store = Store.open(uri)) {
      store.counter("visits").increment();
    }

    assertThat(visits(jdbcUrl, "postgres", "", schema)).isEqualTo(1);
  }

  private static long visits(String jdbcUrl, String user, String password, String schema) {
    // @start region="source"
    PostgresOptions options =
        PostgresOptions.DEFAULT
            .withSchema(schema)
            .withSessions(20)
            .withHistory(Duration.ofHours(2));

    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(jdbcUrl); // jdbc:postgresql://db.example.com/bank?sslmode=verify-full
    config.setUsername(user);
    config.setPassword(password);
    config.setMaximumPoolSize(options.sessions() + 3);
    config.setAutoCommit(false);
    try (HikariDataSource source = new HikariDataSource(config);
        Store store = PostgresStores.open(source, options)) {
      return store.counter("visits").get();
    }
    // @end
  }
}
