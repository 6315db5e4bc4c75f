package io.isolde.store.journal;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Runs work on channels to its end although the thread is interrupted, which closes a channel: the
 * work begins again, and the interrupt status is kept for later.
 */
public final class Uninterrupted {
  /** Work that may be done twice, and opens what it finds closed. */
  public interface Work<T extends @Nullable Object> {
    /** Runs it. */
    T run() throws IOException;
  }

  private Uninterrupted() {}

  /**
   * Waits for a task, and keeps an interrupt for later.
   *
   * @return its result
   * @throws IllegalStateException if it has thrown a checked exception; other exceptions are thrown
   *     as they are
   */
  public static <T extends @Nullable Object> T get(Future<T> task) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      throw unchecked(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static RuntimeException unchecked(ExecutionException e) {
    if (e.getCause() instanceof Error error) {
      throw error;
    }
    return e.getCause() instanceof RuntimeException thrown ? thrown : new IllegalStateException(e);
  }

  /** Runs {@code work}, again if an interrupt ended it, and keeps the interrupt for later. */
  public static <T extends @Nullable Object> T run(Work<T> work) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          return work.run();
        } catch (ClosedByInterruptException e) {
          interrupted |= Thread.interrupted();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
