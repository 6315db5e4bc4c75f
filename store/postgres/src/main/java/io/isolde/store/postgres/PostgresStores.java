package io.isolde.store.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.isolde.store.Store;
import io.isolde.store.StoreUnavailableException;
import io.isolde.store.StoreUri;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Opens stores in PostgreSQL databases, where {@link Store#open} with a URI is not enough.
 * Thread-safe.
 */
public final class PostgresStores {
  private static final long CONNECTION_TIMEOUT_MILLIS = 5_000;

  private PostgresStores() {}

  /**
   * Opens a store with connections of the application's own. The store makes its schema and tables
   * if they are missing; blocks until the database has answered.
   *
   * @param source gives connections to one database, as a role that may make the schema, or use it;
   *     each at most {@code options.sessions() + 3} at a time. The store sets their isolation level
   *     and ends their transactions. It does not close the source
   * @param options the schema, and how many sessions there are
   * @return the store, open
   * @throws StoreUnavailableException if the database cannot be reached, or refuses the role;
   *     nothing was opened
   * @throws io.isolde.store.StoreFailedException if a newer release made the schema; nothing was
   *     opened
   */
  public static Store open(DataSource source, PostgresOptions options) {
    return open(new StoreUri("postgres", "?schema=" + options.schema()), source, options, null);
  }

  /**
   * What has happened in a store since it was opened. Does not block, and does not ask the
   * database.
   *
   * @param store a {@code postgres:} store, open or closed
   * @return the sums; operations under way may be missing
   * @throws IllegalArgumentException if it is another store
   */
  public static PostgresStatistics statistics(Store store) {
    if (store instanceof PostgresStore ours) {
      return ours.statistics().sum();
    }
    throw new IllegalArgumentException("only a postgres: store has these statistics, not " + store);
  }

  /** Opens the store of a URI. */
  static Store open(StoreUri uri) {
    Address address = Address.of(uri);
    requireReachable(uri, address);
    HikariDataSource pool = new HikariDataSource(configuration(uri, address));
    return open(uri, pool, address.options(), pool);
  }

  /** A pool would try again for long, and then say that it has no connection. */
  private static void requireReachable(StoreUri uri, Address address) {
    try (Connection connection =
        DriverManager.getConnection(address.jdbcUrl(), address.driver(System.getenv()))) {
      if (!connection.isValid(0)) {
        throw new SQLException("the server closed the connection", Failures.SILENT);
      }
    } catch (SQLException e) {
      throw Failures.of(uri.toString(), e);
    }
  }

  private static HikariConfig configuration(StoreUri uri, Address address) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(address.jdbcUrl());
    config.setDataSourceProperties(address.driver(System.getenv()));
    config.setMaximumPoolSize(Database.connections(address.options().sessions()));
    config.setMinimumIdle(1);
    config.setAutoCommit(false);
    config.setTransactionIsolation("TRANSACTION_SERIALIZABLE");
    config.setInitializationFailTimeout(-1); // the store says why it cannot connect
    config.setPoolName("isolde " + uri);
    config.setConnectionTimeout(CONNECTION_TIMEOUT_MILLIS);
    return config;
  }

  private static Store open(
      StoreUri uri, DataSource source, PostgresOptions options, @Nullable HikariDataSource pool) {
    Database database = new Database(source, options.sessions(), uri.toString(), pool);
    try {
      return new PostgresStore(uri, database, options);
    } catch (Throwable t) {
      database.close();
      throw t;
    }
  }
}
