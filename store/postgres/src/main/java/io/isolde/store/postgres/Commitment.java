package io.isolde.store.postgres;

import io.isolde.stm.Deadline;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/** The commit of one attempt: sends its writes, then COMMIT, unless the caller has left before. */
final class Commitment {
  /*
   * I1  The state changes once, from OPEN: to SENT by the thread that is about to send COMMIT, or
   *     to GIVEN_UP by the caller whose deadline has passed. So either COMMIT is never sent, or the
   *     caller knows that it may have been.
   */
  private enum State {
    OPEN,
    SENT,
    GIVEN_UP
  }

  /** How much longer than the deadline to wait for the answer to COMMIT: it cannot be undone. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private static final int BYTES_MAX = 256 << 20;

  private final Flush flush;
  private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);

  /** Written before the state becomes SENT, and read after. */
  private long number;

  Commitment(Flush flush) {
    this.flush = flush;
  }

  UUID id() {
    return flush.id();
  }

  /** The number of the transaction, once COMMIT was sent. */
  long number() {
    return number;
  }

  /** Refuses what the server would. */
  void requireFits(PostgresStore store) {
    if (flush.size() > BYTES_MAX) {
      throw new IllegalArgumentException(
          "a transaction of "
              + store
              + " wrote "
              + flush.size()
              + " bytes, more than the limit of "
              + BYTES_MAX
              + "; it has changed nothing");
    }
  }

  /**
   * Commits, regardless of interrupts; returns the number of the transaction.
   *
   * @throws TimeoutException if the deadline passed before COMMIT was sent
   */
  long await(Session session, Deadline deadline) throws SQLException, TimeoutException {
    try {
      return session.finish(this::send, deadline);
    } catch (TimeoutException e) {
      if (state.compareAndSet(State.OPEN, State.GIVEN_UP)) {
        throw e;
      }
      return awaitAnswer(session);
    }
  }

  private long awaitAnswer(Session session) throws SQLException {
    try {
      session.awaitEnd(Deadline.after(GRACE));
      return number;
    } catch (TimeoutException e) {
      throw new SQLTimeoutException("COMMIT was not answered in time", Failures.SILENT, e);
    }
  }

  private Long send(Connection connection) throws SQLException {
    number = flush.send(connection);
    if (!state.compareAndSet(State.OPEN, State.SENT)) {
      throw new SQLTimeoutException("the caller has left");
    }
    connection.commit();
    return number;
  }

  /** Whether a failure leaves it open if the transaction has committed. */
  boolean mayHaveCommitted(SQLException failure) {
    return state.get() == State.SENT && Failures.isDisconnection(failure);
  }
}
