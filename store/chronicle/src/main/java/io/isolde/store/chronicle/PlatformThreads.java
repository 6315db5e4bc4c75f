package io.isolde.store.chronicle;

import io.isolde.store.file.storage.Uninterrupted;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A few platform threads, which do for virtual threads what these must not do. Thread-safe. */
final class PlatformThreads {
  private static final ExecutorService EXECUTOR =
      Executors.newFixedThreadPool(
          Runtime.getRuntime().availableProcessors(),
          Thread.ofPlatform().daemon().name("isolde chronicle ", 1).factory());

  private PlatformThreads() {}

  /**
   * Runs {@code task} on a platform thread: the calling one, if it is one. An interrupt does not
   * end the call, since the task does not wait for anything either; the thread stays interrupted.
   */
  static <T extends @Nullable Object> T call(Supplier<T> task) {
    return Thread.currentThread().isVirtual() ? callElsewhere(task) : task.get();
  }

  /** Runs {@code task} on a thread that nobody interrupts. */
  static <T extends @Nullable Object> T callElsewhere(Supplier<T> task) {
    return Uninterrupted.get(EXECUTOR.submit(task::get));
  }
}
