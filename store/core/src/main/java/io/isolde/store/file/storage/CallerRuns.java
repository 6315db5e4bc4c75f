package io.isolde.store.file.storage;

import java.io.IOException;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * An executor that runs each task at once, on the calling thread, and is never shut down.
 * Thread-safe.
 */
public final class CallerRuns extends AbstractExecutorService {
  private static final CallerRuns INSTANCE = new CallerRuns();

  /** On Windows, channels need threads of their own. */
  private static final boolean WINDOWS = System.getProperty("os.name", "").startsWith("Windows");

  private CallerRuns() {}

  /** Opens a channel that works on the calling thread, and that interrupts do not close. */
  public static AsynchronousFileChannel open(Path file, Set<? extends OpenOption> options)
      throws IOException {
    return AsynchronousFileChannel.open(file, options, WINDOWS ? null : INSTANCE);
  }

  @Override
  public void execute(Runnable task) {
    task.run();
  }

  @Override
  public void shutdown() {}

  @Override
  public List<Runnable> shutdownNow() {
    return List.of();
  }

  @Override
  public boolean isShutdown() {
    return false;
  }

  @Override
  public boolean isTerminated() {
    return false;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return false;
  }
}
