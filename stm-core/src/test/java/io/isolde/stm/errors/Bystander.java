package io.isolde.stm.errors;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A thread far from the end of its stack that does things for one that is near it: asked without a
 * call that would need stack, and without an allocation.
 */
final class Bystander {
  private static volatile @Nullable Runnable task;

  private Bystander() {}

  static void start() {
    Thread thread = new Thread(Bystander::serve, "bystander");
    thread.setDaemon(true);
    thread.start();
  }

  private static void serve() {
    while (true) {
      Runnable present = task;
      if (present == null) {
        LockSupport.parkNanos(20_000);
      } else {
        perform(present);
        task = null;
      }
    }
  }

  /** There is one heap, so it is empty for this thread too, until the trial is over. */
  @SuppressWarnings("ThreadPriorityCheck") // nothing depends on the yield
  private static void perform(Runnable present) {
    while (true) {
      try {
        present.run();
        return;
      } catch (OutOfMemoryError e) {
        Thread.yield();
      }
    }
  }

  /** Lets it run {@code action}, and does not wait. */
  static void ask(Runnable action) {
    awaitIdle();
    task = action;
  }

  /** Lets it run {@code action}, which must not need memory. */
  static void run(Runnable action) {
    ask(action);
    awaitIdle();
  }

  /** Waits until it has done what it was asked. */
  @SuppressWarnings("ThreadPriorityCheck") // nothing depends on the yield
  static void awaitIdle() {
    while (task != null) {
      Thread.yield();
    }
  }
}
