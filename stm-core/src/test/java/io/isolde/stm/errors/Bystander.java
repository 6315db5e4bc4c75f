package io.isolde.stm.errors;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A thread far from the end of its stack that runs tasks for a thread that is near it. It is asked
 * without a call that would need stack, and without an allocation.
 */
final class Bystander {
  private static volatile @Nullable Runnable task;

  /** Whether {@link #askToWake} waits until the task is done. */
  private static volatile boolean hurries;

  /**
   * Whether a caller waits for the end of the task, and can be told if there was no memory for it.
   */
  private static volatile boolean awaited;

  private static volatile boolean outOfMemory;

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

  /**
   * Runs the task. All threads share one heap, so this thread may have no memory either, until the
   * trial is over.
   */
  @SuppressWarnings("ThreadPriorityCheck") // nothing depends on the yield
  private static void perform(Runnable present) {
    while (true) {
      try {
        present.run();
        return;
      } catch (OutOfMemoryError e) {
        if (awaited) {
          outOfMemory = true;
          return;
        }
        Thread.yield();
      }
    }
  }

  /**
   * Makes {@link #askToWake} wait or not. If it waits, nobody has parked before the task that would
   * wake them is done, so the first real wake-up comes later, when memory is short.
   */
  static void hurry(boolean hurry) {
    hurries = hurry;
  }

  /** Lets the bystander run {@code action}, and does not wait for it. */
  static void ask(Runnable action) {
    awaitIdle();
    task = action;
  }

  /**
   * Lets the bystander run {@code action}, which wakes the caller; does not wait for it, unless in
   * a hurry.
   */
  static void askToWake(Runnable action) {
    ask(action);
    if (hurries) {
      awaitIdle();
    }
  }

  /**
   * Lets the bystander run {@code action}, once, and waits for it.
   *
   * @throws OutOfMemoryError if the action has thrown it
   */
  static void run(Runnable action) {
    awaitIdle();
    awaited = true;
    ask(action);
    awaitIdle();
    awaited = false;
    if (outOfMemory) {
      outOfMemory = false;
      throw new OutOfMemoryError("of the bystander");
    }
  }

  /** Waits until the bystander has done what it was asked. */
  @SuppressWarnings("ThreadPriorityCheck") // nothing depends on the yield
  static void awaitIdle() {
    while (task != null) {
      Thread.yield();
    }
  }
}
