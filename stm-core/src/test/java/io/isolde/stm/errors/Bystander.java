package io.isolde.stm.errors;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A thread far from the end of its stack that does things for one that is near it: asked without a
 * call that would need stack, and without an allocation.
 */
final class Bystander {
  private static volatile @Nullable Runnable task;

  /** Whether whoever asks to be woken waits until that is done. */
  private static volatile boolean hurries;

  /** Whether somebody waits for the end of the task, who can tell if there was no memory for it. */
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

  /** There is one heap, so it may be empty for this thread too, until the trial is over. */
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
   * Lets {@link #askToWake} wait, or not: then nobody has parked before what would have woken him
   * is done, so the first to be woken is woken later, when memory is short.
   */
  static void hurry(boolean hurry) {
    hurries = hurry;
  }

  /** Lets it run {@code action}, and does not wait. */
  static void ask(Runnable action) {
    awaitIdle();
    task = action;
  }

  /** Lets it run {@code action}, which wakes the caller, and does not wait, unless in a hurry. */
  static void askToWake(Runnable action) {
    ask(action);
    if (hurries) {
      awaitIdle();
    }
  }

  /**
   * Lets it run {@code action}, once.
   *
   * @throws OutOfMemoryError if that has
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

  /** Waits until it has done what it was asked. */
  @SuppressWarnings("ThreadPriorityCheck") // nothing depends on the yield
  static void awaitIdle() {
    while (task != null) {
      Thread.yield();
    }
  }
}
