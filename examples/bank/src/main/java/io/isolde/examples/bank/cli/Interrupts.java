package io.isolde.examples.bank.cli;

import io.isolde.examples.bank.run.StopSignal;
import java.util.concurrent.CountDownLatch;

/**
 * Turns an interrupt from the terminal (Ctrl-C) into a request to stop, and keeps the virtual
 * machine alive until the task has wound up, if it has begun anything that must be wound up.
 *
 * <p>Thread-safe.
 */
final class Interrupts {
  private final StopSignal stop = new StopSignal();
  private final CountDownLatch woundUp = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stopAndWait, "interrupt");

  private Interrupts() {}

  /**
   * A task that returns an exit code, and ends soon after a stop is requested if it has registered
   * for that.
   */
  @FunctionalInterface
  interface Task {
    int run(StopSignal stop) throws InterruptedException;
  }

  /** Runs the task; an interrupt meanwhile requests that it stop. */
  static int stopping(Task task) throws InterruptedException {
    Interrupts interrupts = new Interrupts();
    Runtime.getRuntime().addShutdownHook(interrupts.hook);
    try {
      return task.run(interrupts.stop);
    } finally {
      interrupts.letGo();
    }
  }

  private void stopAndWait() {
    if (stop.request()) {
      awaitWoundUp();
    }
  }

  private void awaitWoundUp() {
    try {
      woundUp.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void letGo() {
    woundUp.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The virtual machine is shutting down, which is the case that the hook is for.
    }
  }
}
