package io.isolde.store.postgres;

import io.isolde.stm.Deadline;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * A database transaction of one attempt. Used by the thread of the caller, one statement at a time;
 * the caller can leave in the middle of one.
 */
final class Session {
  /*
   * I1  At most one task of a session is under way, and each sees what the one before did: the
   *     caller waits for a task before it starts the next, and after it has left, none starts but
   *     the release.
   * I2  The release is last: it runs after the task under way has ended, and after a request to
   *     cancel it has been made. So such a request never reaches the next user of the connection.
   * I3  The seat is given back after the connection is.
   */
  private final Database database;
  private final boolean readOnly;
  private final @Nullable Sql aloneWith;

  /** Set by the first task, and read by the later ones. */
  private volatile @Nullable Connection connection;

  /** The last task, with the release; none before {@link #finish}. */
  private CompletableFuture<?> ending = CompletableFuture.completedFuture(null);

  private boolean ended;

  /**
   * Makes a session, for which the caller has taken a seat; it begins with its first task.
   *
   * @param aloneWith null unless no other such session is to run, in any process
   */
  Session(Database database, boolean readOnly, @Nullable Sql aloneWith) {
    this.database = database;
    this.readOnly = readOnly;
    this.aloneWith = aloneWith;
  }

  /** Whether there is a transaction under way in the database. */
  boolean isOpen() {
    return connection != null && !ended;
  }

  /**
   * Runs a task and waits for it. If the caller leaves early, the statement is cancelled and the
   * session is over: what it wrote is rolled back.
   */
  <T extends @Nullable Object> T run(SqlTask<T> task, Deadline deadline)
      throws SQLException, InterruptedException, TimeoutException {
    CompletableFuture<T> reply = database.start(() -> task.run(connection()));
    try {
      return Replies.await(reply, deadline);
    } catch (InterruptedException | TimeoutException e) {
      ended = true;
      CompletableFuture<@Nullable Void> request = database.start(() -> cancel(reply));
      var unused =
          CompletableFuture.allOf(ended(reply), ended(request)).thenRun(this::startRelease);
      throw e;
    }
  }

  /** Completes when a task has ended, however it did. */
  private static CompletableFuture<Boolean> ended(CompletableFuture<?> task) {
    return task.handle((result, failure) -> true);
  }

  /**
   * Runs the last task, gives the connection and the seat back, and waits for that, regardless of
   * interrupts. If the deadline passes first, all of this still happens.
   */
  <T extends @Nullable Object> T finish(SqlTask<T> task, Deadline deadline)
      throws SQLException, TimeoutException {
    ended = true;
    CompletableFuture<T> reply = start(task);
    ending = reply;
    return Replies.awaitUninterrupted(reply, deadline);
  }

  /** Waits longer for the task that {@link #finish} has left behind. */
  void awaitEnd(Deadline deadline) throws SQLException, TimeoutException {
    Object unused = Replies.awaitUninterrupted(ending, deadline);
  }

  private <T extends @Nullable Object> CompletableFuture<T> start(SqlTask<T> task) {
    return database.start(
        () -> {
          try {
            return task.run(connection());
          } finally {
            release();
          }
        });
  }

  private Connection connection() throws SQLException {
    Connection present = connection;
    if (present == null) {
      present = database.connect();
      connection = present;
      if (readOnly) {
        present.setReadOnly(true);
      }
      if (aloneWith != null) {
        outsideTransaction(present, aloneWith.lockForLosers);
      }
    }
    return present;
  }

  /** Executes a statement before the transaction, which would otherwise begin with it. */
  private static void outsideTransaction(Connection connection, String text) throws SQLException {
    connection.setAutoCommit(true);
    try (Statement statement = connection.createStatement()) {
      statement.execute(text);
    }
    connection.setAutoCommit(false);
  }

  private @Nullable Void cancel(CompletableFuture<?> reply) throws SQLException {
    Connection present = connection;
    if (present != null && !reply.isDone()) {
      present.unwrap(PGConnection.class).cancelQuery();
    }
    return null;
  }

  /** Rolls back what was not committed, and gives the connection and the seat back. */
  void end() {
    if (!ended) {
      ended = true;
      if (connection == null) {
        database.leaveSeat();
      } else {
        startRelease();
      }
    }
  }

  private void startRelease() {
    var unused = database.start(this::release);
  }

  private @Nullable Void release() throws SQLException {
    try (Connection present = connection) {
      if (present != null && aloneWith != null) {
        present.rollback();
        outsideTransaction(present, aloneWith.unlockForLosers);
      }
    } finally { // the pool has rolled back
      database.leaveSeat();
    }
    return null;
  }
}
