package io.isolde.stm.engine;

/**
 * Unwinds a body whose attempt is over or must wait. Callers of the library never see it. If a body
 * catches it, the body's next step throws it again, and the attempt cannot commit.
 */
final class Signal extends Error {
  /** The only instance, without a stack trace. The reason is in {@link Attempt}. */
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
