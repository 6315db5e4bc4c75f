package io.isolde.store.file.storage;

import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs forces on the calling thread, or on a platform thread if that one is virtual. Thread-safe.
 */
final class Forces {
  /*
   * A virtual thread would hold its carrier thread for as long as the disk takes. So it passes the
   * force to a platform thread, and parks. These threads exist only while there is something to
   * force, and a little longer.
   */
  private static final long IDLE_SECONDS = 10;

  private static final ExecutorService THREADS =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          Thread.ofPlatform().daemon().name("isolde force ", 1).factory());

  /** A force of a file or a directory. */
  interface Force {
    /** Runs it. */
    void run() throws IOException;
  }

  private Forces() {}

  /** Runs a force to its end. An interrupt does not end it; the thread stays interrupted. */
  static void run(Force force) throws IOException {
    if (Thread.currentThread().isVirtual()) {
      await(force);
    } else {
      force.run();
    }
  }

  private static void await(Force force) throws IOException {
    FutureTask<@Nullable Void> task =
        new FutureTask<>(
            () -> {
              force.run();
              return null;
            });
    THREADS.execute(task);
    Uninterrupted.awaitFile(task);
  }
}
