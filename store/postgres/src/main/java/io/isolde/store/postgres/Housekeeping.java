package io.isolde.store.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Adds up the additions to counters, and forgets old commits, now and then; one of all processes
 * does. Thread-safe.
 */
final class Housekeeping {
  private static final long PERIOD_MILLIS = 2_000;

  private final PostgresStore store;
  private final CountDownLatch closed = new CountDownLatch(1);

  Housekeeping(PostgresStore store) {
    this.store = store;
    Thread.ofPlatform().daemon().name(store + " housekeeping").start(this::run);
  }

  private void run() {
    try {
      while (!closed.await(
          ThreadLocalRandom.current().nextLong(PERIOD_MILLIS / 2, PERIOD_MILLIS),
          TimeUnit.MILLISECONDS)) {
        clean();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Does what is due; what fails is done the next time. */
  void clean() {
    try {
      List<Integer> crowded = store.database().alone(this::forget);
      for (int name : crowded) {
        store.database().serialisable(connection -> fold(connection, name));
      }
    } catch (SQLException | RuntimeException e) {
      // A conflict, another process that does the same, or a server that is away: next time.
    }
  }

  private List<Integer> forget(Connection connection) throws SQLException {
    List<Integer> crowded = new ArrayList<>();
    if (isAlone(connection)) {
      try (PreparedStatement forget = connection.prepareStatement(store.sql().forget)) {
        forget.setLong(1, store.options().history().toSeconds());
        forget.executeUpdate();
      }
      try (Statement query = connection.createStatement()) {
        ResultSet result = query.executeQuery(store.sql().crowded);
        while (result.next()) {
          crowded.add(result.getInt(1));
        }
      }
    }
    return crowded;
  }

  private boolean isAlone(Connection connection) throws SQLException {
    try (PreparedStatement lock = connection.prepareStatement(store.sql().tryHousekeeping)) {
      ResultSet result = lock.executeQuery();
      result.next();
      return result.getBoolean(1);
    }
  }

  private int fold(Connection connection, int name) throws SQLException {
    try (PreparedStatement fold = connection.prepareStatement(store.sql().fold)) {
      fold.setInt(1, name);
      fold.setInt(2, name);
      return fold.executeUpdate();
    }
  }

  void close() {
    closed.countDown();
  }
}
