package io.isolde.benchmarks.peer;

import io.isolde.benchmarks.harness.jvm.ThreadCost;

/**
 * What one thread has done. Thread-confined while it works; others read it when the thread has
 * stopped.
 */
public final class Tally extends Padded {
  /** Operations asked for. */
  public long calls;

  /** How often a body has run: more than {@link #calls} when transactions were retried. */
  public long attempts;

  /** Answers that cannot be right. */
  public long wrong;

  /** Operations that were given up because they had used all attempts allowed. */
  public long gaveUp;

  private long limit = Long.MAX_VALUE;
  private ThreadCost aside = ThreadCost.NONE;

  /** To be called first in every body. */
  public void attempt() {
    if (++attempts > limit) {
      limit = Long.MAX_VALUE;
      throw new GaveUp();
    }
  }

  /** Does what is no part of the operations, such as putting back what they took. */
  public void aside(Runnable work) {
    ThreadCost before = ThreadCost.now();
    work.run();
    aside = aside.plus(ThreadCost.since(before));
  }

  /** What was done aside. JMH counts it, {@link io.isolde.benchmarks.Interleaved} does not. */
  public ThreadCost aside() {
    return aside;
  }

  /** Allows the next operation {@code count} attempts. */
  public void allow(long count) {
    limit = attempts + count;
  }

  public void clear() {
    calls = 0;
    attempts = 0;
    wrong = 0;
    gaveUp = 0;
    limit = Long.MAX_VALUE;
    aside = ThreadCost.NONE;
  }

  public void add(Tally other) {
    calls += other.calls;
    attempts += other.attempts;
    wrong += other.wrong;
    gaveUp += other.gaveUp;
  }

  /**
   * Thrown when an operation has used all attempts allowed, so that one starved peer does not stop
   * the whole run.
   */
  public static final class GaveUp extends RuntimeException {
    GaveUp() {
      super("used all attempts allowed", null, false, false);
    }
  }
}
