package io.isolde.store.testkit;

import java.time.Duration;
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
  /** How long a thread may take to get where its stack shows that it waits, at most. */
  private static final long STALL_SECONDS_MAX = 10;

  private final FutureTask<T> task;
  private final Thread thread;

  private Worker(Callable<T> body) {
    task = new FutureTask<>(body);
    thread = Thread.ofVirtual().unstarted(task);
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
                start.await(Patience.seconds(), TimeUnit.SECONDS);
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
    until(this::hasEndedOrStalled, "a store");
  }

  /**
   * Waits until the thread has ended, or probably waits for another. This makes an interleaving
   * likely, not certain: no law may depend on it.
   *
   * @param latency how long the thread takes to end if nothing holds it up; zero for a store in
   *     memory: then the thread's stack shows that it waits
   */
  public void awaitStalled(Duration latency) {
    if (latency.isZero()) {
      long seconds = Math.min(STALL_SECONDS_MAX, Patience.seconds());
      boolean unused = Patience.holdsWithin(seconds, TimeUnit.SECONDS, this::hasEndedOrStalled);
    } else {
      boolean unused =
          Patience.holdsWithin(latency.toNanos(), TimeUnit.NANOSECONDS, this::hasEnded);
    }
  }

  private boolean hasEndedOrStalled() {
    return hasEnded() || Parking.isInStore(thread);
  }

  /** Waits until the thread has ended, which may be slightly later than its result is available. */
  public void awaitEnd() {
    until(this::hasEnded, "its end");
  }

  private void until(BooleanSupplier condition, String place) {
    Patience.until(condition, () -> "in " + place + ": the thread is " + Parking.describe(thread));
  }

  /** Whether the thread has ended. */
  public boolean hasEnded() {
    return thread.getState() == Thread.State.TERMINATED;
  }

  /** Waits for the result, or throws what the thread threw. */
  public T result() throws Exception {
    try {
      return task.get(Patience.seconds(), TimeUnit.SECONDS);
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
