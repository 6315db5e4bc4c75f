package io.isolde.store.chronicle;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A few platform threads, that do for virtual threads what these must not do. Thread-safe. */
final class PlatformThreads {
  private static final ExecutorService EXECUTOR =
      Executors.newFixedThreadPool(
          Runtime.getRuntime().availableProcessors(),
          Thread.ofPlatform().daemon().name("isolde chronicle ", 1).factory());

  private PlatformThreads() {}

  /**
   * Runs {@code task} on a platform thread: the calling one, if it is. Does not end at an
   * interrupt, but keeps it for later, since the task does not wait for anything either.
   */
  static <T extends @Nullable Object> T call(Supplier<T> task) {
    return Thread.currentThread().isVirtual()
        ? uninterruptibly(EXECUTOR.submit(task::get))
        : task.get();
  }

  private static <T extends @Nullable Object> T uninterruptibly(Future<T> future) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return future.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      throw thrown(e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static RuntimeException thrown(@Nullable Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException exception
        ? exception
        : new IllegalStateException(cause);
  }
}
