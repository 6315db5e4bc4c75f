package io.isolde.stm.engine;

/**
 * Unwinds a body whose attempt is over or must wait. Never seen by a caller of the library; a body
 * that catches it meets it again at its next step, and cannot commit.
 */
final class Signal extends Error {
  private static final long serialVersionUID = 1;

  /** Why is in {@link Attempt}; one instance without a stack trace serves all. */
  @SuppressWarnings("StaticAssignmentOfThrowable") // neither stack trace nor suppressed exceptions
  static final Signal INSTANCE = new Signal();

  private Signal() {
    super(
        "internal: unwinds a transaction; let it pass (catch Exception, not Throwable)",
        null,
        false,
        false);
  }
}
