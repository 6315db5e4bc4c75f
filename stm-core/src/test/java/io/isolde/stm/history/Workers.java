package io.isolde.stm.history;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/**
 * The threads of a run. The run fails when one of them fails, or when none of them makes progress
 * any more; otherwise, time plays no part.
 */
final class Workers {
  /**
   * The number of looks without progress, at least a millisecond apart, after which the run counts
   * as hung.
   */
  private final int looksMax;

  private final Thread.Builder builder;
  private final List<Thread> threads = new ArrayList<>();
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final LongAdder progress = new LongAdder();

  Workers(boolean virtual, int looksMax) {
    this.builder = virtual ? Thread.ofVirtual() : Thread.ofPlatform().daemon();
    this.looksMax = looksMax;
  }

  /** Adds a thread that runs {@code task}. */
  void add(String name, Runnable task) {
    threads.add(
        builder
            .name(name)
            .unstarted(
                () -> {
                  try {
                    task.run();
                  } catch (Throwable t) {
                    failures.add(t);
                  }
                }));
  }

  /** Called by a thread when it has made progress; fails if another thread has failed. */
  void gotOn() {
    progress.increment();
    if (!failures.isEmpty()) {
      throw new IllegalStateException("stopped, because another thread failed");
    }
  }

  /**
   * Starts the threads and waits for them. {@code abandon} makes the threads fail that still run.
   */
  void work(Runnable abandon) {
    threads.forEach(Thread::start);
    try {
      awaitAll();
    } catch (AssertionError e) {
      abandon.run();
      threads.forEach(Thread::interrupt);
      throw e;
    }
    Throwable first = failures.poll();
    if (first != null) {
      throw new AssertionError("a thread failed: " + first, first);
    }
  }

  /** Waits for all threads; if they hang, fails with a description of them. */
  private void awaitAll() {
    long before = -1;
    int looks = 0;
    for (Thread thread : threads) {
      while (!hasEnded(thread)) {
        long now = progress.sum();
        looks = now == before ? looks + 1 : 0;
        before = now;
        if (looks > looksMax) {
          throw new AssertionError("nothing goes on any more:" + describe(), failures.peek());
        }
      }
    }
  }

  private static boolean hasEnded(Thread thread) {
    try {
      return thread.join(Duration.ofMillis(1));
    } catch (InterruptedException e) {
      throw new AssertionError("the test was interrupted", e);
    }
  }

  private String describe() {
    StringBuilder text = new StringBuilder();
    for (Thread thread : threads) {
      if (thread.isAlive()) {
        text.append("\n  ").append(thread.getName()).append(' ').append(thread.getState());
        Arrays.stream(thread.getStackTrace())
            .limit(8)
            .forEach(frame -> text.append("\n    ").append(frame));
      }
    }
    return text.toString();
  }
}
