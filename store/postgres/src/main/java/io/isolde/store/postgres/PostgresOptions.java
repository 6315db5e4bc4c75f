package io.isolde.store.postgres;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * How to keep a store in a database: the schema with its tables, and how many connections to use.
 *
 * <p>Immutable and thread-safe. No method blocks.
 */
public final class PostgresOptions {
  private static final Pattern SCHEMA = Pattern.compile("[a-z][a-z0-9_]{0,40}");
  private static final int SESSIONS_MAX = 1000;

  /** The options to start from: schema {@code isolde}, 10 sessions, history of one day. */
  public static final PostgresOptions DEFAULT =
      new PostgresOptions("isolde", 10, Duration.ofDays(1));

  private final String schema;
  private final int sessions;
  private final Duration history;

  private PostgresOptions(String schema, int sessions, Duration history) {
    this.schema = schema;
    this.sessions = sessions;
    this.history = history;
  }

  /**
   * The same options with another schema. It is made if the database does not have it. Each schema
   * is a store of its own.
   *
   * @param newSchema a lower-case letter, and up to 40 more lower-case letters, digits and {@code
   *     _}
   * @return new options
   * @throws IllegalArgumentException if it is something else
   */
  public PostgresOptions withSchema(String newSchema) {
    if (!SCHEMA.matcher(newSchema).matches() || newSchema.startsWith("pg_")) {
      throw new IllegalArgumentException(
          "a schema is a lower-case letter and up to 40 more of them, digits and '_', and does not"
              + " begin with 'pg_'; '"
              + newSchema
              + "' is none");
    }
    return new PostgresOptions(newSchema, sessions, history);
  }

  /**
   * The same options with another bound of the transactions that run at a time in this process.
   * Others wait for their turn. The store opens a few connections more than that.
   *
   * @param newSessions from 1 to 1000
   * @return new options
   * @throws IllegalArgumentException if it is something else
   */
  public PostgresOptions withSessions(int newSessions) {
    if (newSessions < 1 || newSessions > SESSIONS_MAX) {
      throw new IllegalArgumentException(
          "there must be from 1 to " + SESSIONS_MAX + " sessions, not " + newSessions);
    }
    return new PostgresOptions(schema, newSessions, history);
  }

  /**
   * The same options with another time for which commits are remembered: for so long after a commit
   * a subscriber can resume behind it, and an outcome that was lost with a connection can be found
   * out.
   *
   * @param newHistory at least one minute
   * @return new options
   * @throws IllegalArgumentException if it is less
   */
  public PostgresOptions withHistory(Duration newHistory) {
    if (newHistory.compareTo(Duration.ofMinutes(1)) < 0) {
      throw new IllegalArgumentException(
          "history must be of at least one minute, but is of " + newHistory);
    }
    return new PostgresOptions(schema, sessions, newHistory);
  }

  /**
   * The schema.
   *
   * @return its name
   */
  public String schema() {
    return schema;
  }

  /**
   * How many transactions run at a time in this process.
   *
   * @return from 1 to 1000
   */
  public int sessions() {
    return sessions;
  }

  /**
   * How long commits are remembered.
   *
   * @return at least one minute
   */
  public Duration history() {
    return history;
  }

  /** Describes the options. */
  @Override
  public String toString() {
    return "schema " + schema + ", " + sessions + " sessions, history of " + history;
  }
}
