package io.isolde.store.postgres;

import io.isolde.stm.Deadline;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Waits for the results of work that was handed over to other threads. */
final class Replies {
  private Replies() {}

  /** Waits; throws {@link TimeoutException} if the deadline passed first. */
  static <T extends @Nullable Object> T await(CompletableFuture<T> reply, Deadline deadline)
      throws SQLException, InterruptedException, TimeoutException {
    try {
      return reply.get(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw unwrapped(e);
    }
  }

  /** The same, regardless of interrupts; an interrupt status stays set. */
  static <T extends @Nullable Object> T awaitUninterrupted(
      CompletableFuture<T> reply, Deadline deadline) throws SQLException, TimeoutException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return await(reply, deadline);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static SQLException unwrapped(ExecutionException failure) throws SQLException {
    return switch (failure.getCause()) {
      case SQLException e -> e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case null, default -> throw new IllegalStateException(failure);
    };
  }
}
