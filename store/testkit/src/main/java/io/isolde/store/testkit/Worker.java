package io.isolde.store.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A virtual thread that computes a result, for tests that need another thread. */
public final class Worker<T> {
  /** The property that says how many seconds the laws wait for what should happen at once. */
  static final String PATIENCE_PROPERTY = "isolde.testkit.patience";

  private final FutureTask<T> task;
  private final Thread thread;

  private Worker(Callable<T> body) {
    task = new FutureTask<>(body);
    thread = Thread.ofVirtual().unstarted(task);
  }

  private static long patienceSeconds() {
    return Long.getLong(PATIENCE_PROPERTY, 60);
  }

  /** Starts a thread. */
  public static <T> Worker<T> start(Callable<T> body) {
    Worker<T> worker = new Worker<>(body);
    worker.thread.start();
    return worker;
  }

  /** Starts a thread whose interrupt status is set. */
  public static <T> Worker<T> startInterrupted(Callable<T> body) {
    return start(
        () -> {
          Thread.currentThread().interrupt();
          return body.call();
        });
  }

  /** What a thread of {@link #runAll} does. */
  @FunctionalInterface
  public interface Task {
    /** Runs in thread number {@code index}, from 0. */
    void run(int index) throws Exception;
  }

  /** Runs {@code task} in several threads, which start together, and waits for all of them. */
  public static void runAll(int threads, Task task) throws Exception {
    CyclicBarrier start = new CyclicBarrier(threads);
    List<Worker<Boolean>> workers = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      int index = i;
      workers.add(
          start(
              () -> {
                start.await(patienceSeconds(), TimeUnit.SECONDS);
                task.run(index);
                return true;
              }));
    }
    for (Worker<Boolean> worker : workers) {
      worker.result();
    }
  }

  /**
   * Makes it likely that another thread runs at this point, so that a forbidden interleaving shows.
   */
  @SuppressWarnings("ThreadPriorityCheck") // likely is enough
  public static void letOthersRun() {
    Thread.yield();
  }

  /**
   * Parks for a moment. A loop that waits for other threads needs this. Virtual threads that only
   * yield keep all carriers, and a virtual thread that a platform thread unparks, as when its
   * commit has been forced, may never run.
   */
  static void rest() {
    LockSupport.parkNanos(1_000);
  }

  /** Interrupts the thread. */
  public void interrupt() {
    thread.interrupt();
  }

  /**
   * Waits until the thread is parked in a method, given as class and name like {@code
   * "Call.await"}; the class may be nested. A thread that parks elsewhere on its way there does not
   * end the wait.
   */
  public void awaitParkedIn(String method) {
    until(() -> Parking.isIn(thread, method), method);
  }

  /**
   * Waits until the thread is parked anywhere in the code of a store, or has ended. This makes an
   * interleaving likely, not certain: no law may depend on it.
   */
  public void awaitStalled() {
    until(() -> hasEnded() || Parking.isInStore(thread), "a store");
  }

  /** Waits until the thread has ended, which may be slightly later than its result is available. */
  public void awaitEnd() {
    until(this::hasEnded, "its end");
  }

  private void until(BooleanSupplier condition, String place) {
    long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(patienceSeconds());
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadlineNanos > 0) {
        throw new AssertionError("not in " + place + ": the thread is " + Parking.describe(thread));
      }
      letOthersRun();
    }
  }

  /** Whether the thread has ended. */
  public boolean hasEnded() {
    return thread.getState() == Thread.State.TERMINATED;
  }

  /** Waits for the result, or throws what the thread threw. */
  public T result() throws Exception {
    try {
      return task.get(patienceSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("no result: the thread is " + Parking.describe(thread), e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception exception) {
        throw exception;
      }
      throw e.getCause() instanceof Error error ? error : new AssertionError(e);
    }
  }
}
