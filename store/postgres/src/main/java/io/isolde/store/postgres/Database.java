package io.isolde.store.postgres;

import io.isolde.stm.Deadline;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The connections of a store, and the threads that use them. Thread-safe. */
final class Database implements AutoCloseable {
  /*
   * JDBC never runs on a thread of a caller: an interrupt inside the driver closes the socket. It
   * runs on platform threads of the store's own, which nobody interrupts. A caller hands a task
   * over and waits for its result; when it leaves earlier, the task goes on.
   *
   * I1  A session holds a seat from its first statement until its connection is back in the pool.
   *     There are as many seats as connections for sessions, so no thread waits for a connection
   *     while it holds a thread; callers wait for seats, in order of arrival.
   * I2  What must not wait for sessions (fences, names, the feed) has connections of its own.
   */
  private static final int SPARE_CONNECTIONS = 3;

  /** All but that of the feed, which keeps it. */
  private static final int SHORT_TASKS_MAX = SPARE_CONNECTIONS - 1;

  /** How long to wait for what no transaction's timeout bounds. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private final DataSource source;
  private final Semaphore seats;
  private final Semaphore shortTasks = new Semaphore(SHORT_TASKS_MAX, true);
  private final ExecutorService threads;
  private final @Nullable AutoCloseable pool;

  /** The store, while it is open, and the backlogs that are being read. */
  private int holders = 1;

  /** Uses {@code seats + SPARE_CONNECTIONS} connections of {@code source} at most. */
  Database(DataSource source, int seats, String name, @Nullable AutoCloseable pool) {
    this.source = source;
    this.seats = new Semaphore(seats, true);
    this.threads =
        Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name(name + " jdbc ", 0).factory());
    this.pool = pool;
  }

  /** How many connections there must be for a number of sessions at a time. */
  static int connections(int seats) {
    return seats + SPARE_CONNECTIONS;
  }

  /** Takes a seat if one is free and nobody waits for it. */
  boolean tryTakeSeat() {
    return !seats.hasQueuedThreads() && seats.tryAcquire();
  }

  /** Takes a seat; returns false if the deadline passed first. */
  boolean takeSeat(Deadline deadline) throws InterruptedException {
    return seats.tryAcquire(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
  }

  /** Takes all seats, when those that have some have left, regardless of interrupts. */
  void takeAllSeats(int count) {
    seats.acquireUninterruptibly(count);
  }

  /** Gives all seats back. */
  void leaveAllSeats(int count) {
    seats.release(count);
  }

  /** Gives a seat back. */
  void leaveSeat() {
    seats.release();
  }

  /** A connection in a serialisable transaction that has not begun yet. Called by own threads. */
  Connection connect() throws SQLException {
    Connection connection = source.getConnection();
    if (pool == null) {
      connection.setAutoCommit(false);
      connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
    }
    return connection;
  }

  /** Starts work on a thread of the store's own. */
  <T extends @Nullable Object> CompletableFuture<T> start(Work<T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    threads.execute(
        () -> {
          try {
            result.complete(work.run());
          } catch (Throwable t) {
            result.completeExceptionally(t);
          }
        });
    return result;
  }

  /** Work on a thread of the store's own. */
  interface Work<T extends @Nullable Object> {
    T run() throws SQLException;
  }

  /** Runs a task in a transaction of its own, regardless of interrupts. */
  <T extends @Nullable Object> T alone(SqlTask<T> task) throws SQLException {
    return alone(task, Deadline.after(PATIENCE));
  }

  /** The same, for which the caller waits until a deadline. */
  <T extends @Nullable Object> T alone(SqlTask<T> task, Deadline deadline) throws SQLException {
    return transaction("read committed", task, deadline);
  }

  /** Runs a task in a serialisable transaction, regardless of interrupts. It may lose. */
  <T extends @Nullable Object> T serialisable(SqlTask<T> task) throws SQLException {
    return transaction("serializable", task, Deadline.after(PATIENCE));
  }

  /** Runs a task that sees one state of the database, regardless of interrupts. */
  <T extends @Nullable Object> T atOneInstant(SqlTask<T> task) throws SQLException {
    return transaction("repeatable read, read only", task, Deadline.after(PATIENCE));
  }

  private <T extends @Nullable Object> T transaction(
      String level, SqlTask<T> task, Deadline deadline) throws SQLException {
    try {
      return Replies.awaitUninterrupted(start(() -> transaction(level, task)), deadline);
    } catch (TimeoutException e) {
      throw new SQLTimeoutException("the database did not answer in time", Failures.SILENT, e);
    }
  }

  private <T extends @Nullable Object> T transaction(String level, SqlTask<T> task)
      throws SQLException {
    shortTasks.acquireUninterruptibly(); // a thread of the store's own: it may wait
    try (Connection connection = connect()) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("set transaction isolation level " + level);
      }
      T result = task.run(connection);
      connection.commit();
      return result;
    } finally {
      shortTasks.release();
    }
  }

  /** Keeps the connections open until {@link #close} is called once more. */
  synchronized void hold() {
    if (holders == 0) {
      throw new IllegalStateException("the store is closed; resume when it is open again");
    }
    holders++;
  }

  /** Closes the connections, once all that hold them have called this. */
  @Override
  public synchronized void close() {
    if (--holders == 0) {
      threads.shutdown();
      closePool();
    }
  }

  private void closePool() {
    if (pool != null) {
      try {
        pool.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
