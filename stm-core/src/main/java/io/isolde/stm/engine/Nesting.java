package io.isolde.stm.engine;

import io.isolde.stm.TransactionBody;
import org.jspecify.annotations.Nullable;

/**
 * Closed nesting: blocks inside a transaction whose effects, and only theirs, are undone when they
 * fail or call {@code retry}. The rollback must not fail, so each block requires {@link StackRoom}
 * before it begins.
 */
public final class Nesting {
  private Nesting() {}

  static <T extends @Nullable Object, X extends Throwable> T atomic(
      Attempt attempt, TransactionBody<T, X> body) throws X {
    StackRoom.require();
    Savepoint savepoint = attempt.enter();
    T result;
    try {
      result = body.run();
    } catch (Throwable t) {
      if (!attempt.isLost() && !attempt.isRetrying()) {
        attempt.rollbackTo(savepoint);
      }
      throw t;
    }
    attempt.leave(savepoint);
    return result;
  }

  static <T extends @Nullable Object, X extends Throwable> T snapshot(
      Attempt attempt, TransactionBody<T, X> body) throws X {
    StackRoom.require();
    boolean entered = attempt.enterReadOnly();
    try {
      return atomic(attempt, body);
    } finally {
      attempt.leaveReadOnly(entered);
    }
  }

  /**
   * Runs {@code first}; if it calls {@code retry}, runs {@code second} instead. If that calls
   * {@code retry} too, the transaction waits for a change of anything that either has read.
   */
  public static <T extends @Nullable Object, X extends Throwable> T orElse(
      TransactionBody<T, ? extends X> first, TransactionBody<T, ? extends X> second) throws X {
    Attempt attempt = Context.current();
    if (attempt == null) {
      throw new AssertionError("orElse outside a transaction");
    }
    StackRoom.require();
    Savepoint savepoint = attempt.enter();
    T result;
    try {
      result = first.run();
    } catch (Throwable t) {
      if (attempt.isLost()) {
        throw t;
      }
      attempt.rollbackTo(savepoint);
      if (!attempt.isRetrying()) {
        throw t;
      }
      attempt.resume();
      return atomic(attempt, second);
    }
    attempt.leave(savepoint);
    return result;
  }
}
