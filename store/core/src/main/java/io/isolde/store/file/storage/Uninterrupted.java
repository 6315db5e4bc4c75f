package io.isolde.store.file.storage;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Waits that an interrupt does not end; the thread stays interrupted. */
public final class Uninterrupted {
  /**
   * A wait that is repeated after an interrupt; a repetition must account for the time that has
   * passed.
   */
  public interface Wait<T extends @Nullable Object, X extends Exception> {
    /** Waits. */
    T await() throws InterruptedException, X;
  }

  private Uninterrupted() {}

  /**
   * Waits for a task.
   *
   * @return its result
   * @throws IllegalStateException if it has thrown a checked exception; other exceptions are thrown
   *     as they are
   */
  public static <T extends @Nullable Object> T get(Future<T> task) {
    try {
      return await(task);
    } catch (ExecutionException e) {
      throw unchecked(e);
    }
  }

  /** Waits for a task that may throw checked exceptions. */
  public static <T extends @Nullable Object> T await(Future<T> task) throws ExecutionException {
    return of(task::get);
  }

  /** Waits for a task that works on files. */
  public static <T extends @Nullable Object> T awaitFile(Future<T> task) throws IOException {
    try {
      return await(task);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IOException(String.valueOf(cause.getMessage()), cause);
    }
  }

  /** Repeats a wait until no interrupt ends it, and returns its result. */
  public static <T extends @Nullable Object, X extends Exception> T of(Wait<T, X> wait) throws X {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return wait.await();
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

  private static RuntimeException unchecked(ExecutionException e) {
    if (e.getCause() instanceof Error error) {
      throw error;
    }
    return e.getCause() instanceof RuntimeException thrown ? thrown : new IllegalStateException(e);
  }
}
