package io.isolde.store.journal;

import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Where files are forced: on the calling thread, unless that is virtual. Thread-safe. */
final class Forces {
  /*
   * A virtual thread would hold its carrier for as long as the disk takes, so it passes the force to a
   * platform thread, and parks. There are such threads only while there is something to do, and a
   * little longer.
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

  /** To force something. */
  interface Force {
    /** Runs it. */
    void run() throws IOException;
  }

  private Forces() {}

  /** Runs it to its end, and keeps an interrupt for later. */
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
