package io.isolde.store.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A virtual thread that computes a result, for tests that need another thread. */
public final class Worker<T> {
  private static final long PATIENCE_SECONDS = 60;

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

  /** Runs {@code task} in several threads, which begin together, and waits for all of them. */
  public static void runAll(int threads, Task task) throws Exception {
    CyclicBarrier start = new CyclicBarrier(threads);
    List<Worker<Boolean>> workers = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      int index = i;
      workers.add(
          start(
              () -> {
                start.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
                task.run(index);
                return true;
              }));
    }
    for (Worker<Boolean> worker : workers) {
      worker.result();
    }
  }

  /**
   * Makes it likely that another thread runs here and now, so that what must not be interrupted is.
   */
  @SuppressWarnings("ThreadPriorityCheck") // likely is all that it needs to be
  static void letOthersRun() {
    Thread.yield();
  }

  /** Interrupts the thread. */
  public void interrupt() {
    thread.interrupt();
  }

  /** Waits until the thread waits for something, or has ended. */
  public void awaitIdle() throws TimeoutException {
    long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!isIdle()) {
      if (System.nanoTime() - deadlineNanos > 0) {
        throw new TimeoutException("the thread is " + thread.getState());
      }
      letOthersRun();
    }
  }

  private boolean isIdle() {
    return switch (thread.getState()) {
      case WAITING, TIMED_WAITING, TERMINATED -> true;
      case NEW, RUNNABLE, BLOCKED -> false;
    };
  }

  /** Waits for the result, or throws what the thread threw. */
  public T result() throws Exception {
    try {
      return task.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception exception) {
        throw exception;
      }
      throw e.getCause() instanceof Error error ? error : new AssertionError(e);
    }
  }
}
