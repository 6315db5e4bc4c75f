package io.isolde.checks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.function.BooleanSupplier;

/**
 * The threads of a test. An exception in one of them fails the test, and no thread is waited for
 * beyond a deadline. Nothing here sleeps, and no assertion depends on how long something took; the
 * deadline only turns a hang into a failure that shows where each thread hangs.
 *
 * <pre>{@code
 * try (Threads threads = Threads.of(Kind.VIRTUAL)) {
 *   threads.repeat(() -> …);
 *   …
 *   threads.finish();
 * }
 * }</pre>
 */
public final class Threads implements AutoCloseable {
  private static final Duration DEADLINE =
      Duration.ofSeconds(Integer.getInteger("isolde.test.deadline", 30));

  /** The kind of thread that a law is tested with. */
  public enum Kind {
    PLATFORM,
    VIRTUAL;

    private Thread start(Runnable task) {
      Thread.Builder builder = this == VIRTUAL ? Thread.ofVirtual() : Thread.ofPlatform().daemon();
      return builder.start(task);
    }
  }

  /** What a thread does. */
  @FunctionalInterface
  public interface Task {
    void run() throws Throwable;
  }

  /** What one of several threads does; the threads are numbered from 0. */
  @FunctionalInterface
  public interface NumberedTask {
    void run(int number) throws Throwable;
  }

  private final Kind kind;
  private final List<Thread> threads = new ArrayList<>();
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private volatile boolean stopping;

  private Threads(Kind kind) {
    this.kind = kind;
  }

  public static Threads of(Kind kind) {
    return new Threads(kind);
  }

  public static Threads platform() {
    return of(Kind.PLATFORM);
  }

  /** Runs {@code task} on {@code count} threads that start together, and waits for them. */
  public static void together(Kind kind, int count, NumberedTask task) {
    try (Threads threads = of(kind)) {
      CyclicBarrier startLine = new CyclicBarrier(count);
      for (int i = 0; i < count; i++) {
        int number = i;
        threads.start(
            () -> {
              startLine.await();
              task.run(number);
            });
      }
      threads.join();
    }
  }

  /**
   * Runs {@code task} on another thread from start to end. This is how a test interleaves two
   * transactions.
   */
  public static void elsewhere(Task task) {
    try (Threads threads = platform()) {
      threads.start(task);
      threads.join();
    }
  }

  /** Runs {@code task} and ignores what it throws. */
  @SuppressWarnings("CatchingUnchecked")
  public static void ignoringFailure(Task task) {
    try {
      task.run();
    } catch (Throwable t) {
      // ignored
    }
  }

  /** Starts a thread. */
  public Thread start(Task task) {
    Thread thread = kind.start(() -> runAndKeepFailure(task));
    threads.add(thread);
    return thread;
  }

  /**
   * Starts a platform thread that runs {@code task} over and over without pause until {@link
   * #finish}, at least once. Virtual threads that never wait would keep all carriers, even if they
   * yield, and the threads under test would not run.
   */
  public void repeat(Task task) {
    Thread thread =
        Kind.PLATFORM.start(
            () ->
                runAndKeepFailure(
                    () -> {
                      do {
                        task.run();
                      } while (!stopping && failures.isEmpty());
                    }));
    threads.add(thread);
  }

  private void runAndKeepFailure(Task task) {
    try {
      task.run();
    } catch (Throwable t) {
      failures.add(t);
    }
  }

  /** How many of the threads have not ended. */
  public long alive() {
    return threads.stream().filter(Thread::isAlive).count();
  }

  /** Tells the threads that they may end, and waits for them. */
  public void finish() {
    stopping = true;
    join();
  }

  /** Waits for the threads, and throws what one of them threw. */
  public void join() {
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    for (Thread thread : threads) {
      join(thread, deadline);
    }
    throwFailures();
  }

  private void join(Thread thread, long deadline) {
    try {
      while (thread.isAlive() && !thread.join(Duration.ofMillis(10))) {
        if (!failures.isEmpty() || deadline - System.nanoTime() <= 0) {
          throwFailures();
          throw new AssertionError("still running after " + DEADLINE + ":" + describe());
        }
      }
    } catch (InterruptedException e) {
      throw new AssertionError("the test was interrupted", e);
    }
  }

  private void throwFailures() {
    Throwable first = failures.poll();
    if (first != null) {
      failures.forEach(first::addSuppressed);
      Threads.<RuntimeException>rethrow(first);
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <X extends Throwable> void rethrow(Throwable thrown) throws X {
    throw (X) thrown;
  }

  private String describe() {
    StringBuilder text = new StringBuilder();
    for (Thread thread : threads) {
      if (thread.isAlive()) {
        text.append("\n  ").append(thread).append(' ').append(thread.getState());
        Arrays.stream(thread.getStackTrace())
            .limit(12)
            .forEach(frame -> text.append("\n    ").append(frame));
      }
    }
    return text.toString();
  }

  /**
   * Interrupts the threads that still run after a failure, so that they do not disturb other tests.
   */
  @Override
  public void close() {
    stopping = true;
    threads.forEach(Thread::interrupt);
  }

  @SuppressWarnings("ThreadPriorityCheck") // affects only how often a rare interleaving occurs
  public static void letOthersRun() {
    Thread.yield();
  }

  /** Waits, without sleeping, until {@code condition} holds. */
  public static void until(BooleanSupplier condition) {
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    while (!condition.getAsBoolean()) {
      if (deadline - System.nanoTime() <= 0) {
        throw new AssertionError("still not so after " + DEADLINE);
      }
      letOthersRun();
    }
  }

  /** Waits until {@code thread} has parked. */
  public static void untilParked(Thread thread) {
    until(() -> isParked(thread));
  }

  /** Waits until each of {@code threads} has either parked or ended. */
  public static void untilParkedOrEnded(Thread... threads) {
    for (Thread thread : threads) {
      until(() -> !thread.isAlive() || isParked(thread));
    }
  }

  private static boolean isParked(Thread thread) {
    return thread.getState() == Thread.State.WAITING
        || thread.getState() == Thread.State.TIMED_WAITING;
  }
}
