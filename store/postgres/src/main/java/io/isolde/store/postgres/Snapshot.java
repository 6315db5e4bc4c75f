package io.isolde.store.postgres;

/**
 * What a transaction of the database sees, as PostgreSQL writes it: {@code xmin:xmax:xip,xip}.
 * Immutable.
 *
 * @param text as the database has written it
 */
record Snapshot(String text) {
  /** All transactions with smaller numbers have ended. */
  long horizon() {
    return Long.parseLong(text.substring(0, text.indexOf(':')));
  }
}
