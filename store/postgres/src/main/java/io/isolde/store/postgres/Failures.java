package io.isolde.store.postgres;

import io.isolde.store.StoreUnavailableException;
import java.sql.SQLException;
import java.util.Set;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What the errors of PostgreSQL mean to a transaction. */
final class Failures {
  /** The state of a connection on which no answer came in time. */
  static final String SILENT = "08006";

  private static final Set<String> CONFLICTS = Set.of("40001", "40P01");

  /** Of a server that shuts down, starts up, or has ended an idle session. */
  private static final Set<String> SHUTDOWN = Set.of("57P01", "57P02", "57P03", "25P03");

  /** A statement that somebody cancelled; no connection left; a server that may only be read. */
  private static final Set<String> PASSING = Set.of("57014", "53300", "25006");

  private Failures() {}

  /** Whether the attempt lost a conflict, and can be made again. */
  static boolean isConflict(SQLException failure) {
    return CONFLICTS.contains(state(failure));
  }

  /** Whether the connection is gone, so that the outcome of a commit under way is unknown. */
  static boolean isDisconnection(SQLException failure) {
    String state = state(failure);
    return state.startsWith("08") || SHUTDOWN.contains(state);
  }

  /** Whether the attempt can be made again a little later, and may succeed. */
  static boolean isPassing(SQLException failure) {
    return isDisconnection(failure) || PASSING.contains(state(failure));
  }

  private static String state(SQLException failure) {
    String state = failure.getSQLState();
    return state == null ? "" : state;
  }

  /** The exception for the caller: one sentence. */
  static StoreUnavailableException of(String store, SQLException failure) {
    return new StoreUnavailableException(
        store + ": " + meaning(state(failure)) + words(failure), failure);
  }

  private static String meaning(String state) {
    return switch (state) {
      case "28000", "28P01" -> "the server refuses the role: ";
      case "3D000" -> "there is no such database: ";
      case "42501" -> "the role lacks a right: ";
      case "3F000", "42P01", "42703" -> "the tables of the store are not as it made them: ";
      case "53100" -> "the server's disk is full: ";
      case "53200", "53300", "54000" -> "a limit of the server was reached: ";
      default ->
          state.startsWith("08") || SHUTDOWN.contains(state)
              ? "the server cannot be reached: "
              : "";
    };
  }

  /** What the server or the driver says, without the lines of detail. */
  private static String words(SQLException failure) {
    if (failure.getCause() instanceof SQLException cause) {
      return words(cause); // a pool wraps why it cannot connect
    }
    ServerErrorMessage told =
        failure instanceof PSQLException ours ? ours.getServerErrorMessage() : null;
    String message = told == null ? failure.getMessage() : told.getMessage();
    return message == null ? failure.getClass().getName() : message.lines().findFirst().orElse("");
  }
}
