package io.isolde.benchmarks.durable.peer;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;

/**
 * Accounts in SQLite through JDBC, with a write-ahead log that is forced at each commit.
 * Thread-safe.
 *
 * <p>Threads take turns with one connection: SQLite has one writer at a time anyway, and threads
 * that waited with connections of their own would sleep and poll.
 */
public final class SqliteAccounts implements DurableAccounts {
  private final Connection connection;
  private final PreparedStatement select;
  private final PreparedStatement update;

  /** Opens the accounts in the directory, or creates them. */
  public SqliteAccounts(Path directory) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.FULL);
    config.setTransactionMode(TransactionMode.IMMEDIATE);
    try {
      connection = config.createConnection("jdbc:sqlite:" + directory.resolve("accounts.db"));
      try (Statement statement = connection.createStatement()) {
        statement.execute(
            "create table if not exists account (number integer primary key, value blob not null)");
      }
      connection.setAutoCommit(false);
      select = connection.prepareStatement("select value from account where number = ?");
      update = connection.prepareStatement("update account set value = ? where number = ?");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public synchronized void fill(int count) {
    try (PreparedStatement insert =
        connection.prepareStatement("insert into account (number, value) values (?, ?)")) {
      for (int number = 0; number < count; number++) {
        insert.setInt(1, number);
        insert.setBytes(2, Account.opened(number).toBytes());
        insert.executeUpdate();
      }
      connection.commit();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public synchronized void transfer(int from, int to, long amount) {
    long change = from < to ? -amount : amount;
    try {
      add(Math.min(from, to), change);
      add(Math.max(from, to), -change);
      connection.commit();
    } catch (SQLException | RuntimeException e) {
      rollBack();
      throw new IllegalStateException(e);
    }
  }

  private void rollBack() {
    try {
      connection.rollback();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void add(int number, long amount) throws SQLException {
    update.setBytes(1, account(number).plus(amount).toBytes());
    update.setInt(2, number);
    update.executeUpdate();
  }

  private Account account(int number) throws SQLException {
    select.setInt(1, number);
    try (ResultSet rows = select.executeQuery()) {
      rows.next();
      return Account.of(rows.getBytes(1));
    }
  }

  @Override
  public synchronized long balance(int number) {
    try {
      return account(number).balance();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    } finally {
      endTransaction();
    }
  }

  @Override
  public synchronized long sum() {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select value from account")) {
      long sum = 0;
      while (rows.next()) {
        sum += Account.of(rows.getBytes(1)).balance();
      }
      return sum;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    } finally {
      endTransaction();
    }
  }

  private void endTransaction() {
    try {
      connection.commit();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public synchronized void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
