package io.isolde.stm.collection;

import io.isolde.stm.LongRef;
import io.isolde.stm.Stm;
import io.isolde.stm.TransactionInterruptedException;
import io.isolde.stm.TransactionTimeoutException;
import io.isolde.stm.collection.parts.Atomically;
import io.isolde.stm.collection.parts.RefFactory;
import java.time.Duration;

/**
 * A count that goes down to zero and stays there, for which transactions can wait: a transactional
 * {@link java.util.concurrent.CountDownLatch}.
 *
 * <p>Inside a transaction, every method is part of it, so the count goes down only if the
 * transaction commits. Outside, every method is a transaction of its own. {@link #await()} waits by
 * {@link Stm#retry}.
 *
 * <p>Count-downs do not conflict with each other. Each count-down wakes the waiting threads, one
 * after another.
 *
 * <p>Thread-safe.
 */
public final class TLatch {
  private final LongRef count;

  /**
   * Makes a latch.
   *
   * @param count how often to count down
   * @throws IllegalArgumentException if {@code count} is negative
   */
  public TLatch(int count) {
    this(count, RefFactory.UNNAMED);
  }

  /**
   * Makes a latch with a name for messages and reports.
   *
   * @param name need not be unique
   * @param count how often to count down
   * @return the latch
   * @throws IllegalArgumentException if {@code count} is negative
   */
  public static TLatch named(String name, int count) {
    return new TLatch(count, RefFactory.named(name));
  }

  private TLatch(int count, RefFactory refs) {
    if (count < 0) {
      throw new IllegalArgumentException("count must not be negative, but is " + count);
    }
    this.count = refs.longRef(count);
  }

  /** Subtracts one from the count, unless it is zero. */
  public void countDown() {
    count.commute(present -> Math.max(0, present - 1));
  }

  /**
   * The count.
   *
   * @return 0 or more
   */
  public long count() {
    return count.get();
  }

  /**
   * Waits until the count is zero.
   *
   * @throws TransactionInterruptedException outside a transaction, if the thread is interrupted
   *     while it waits
   */
  public void await() {
    count.await(present -> present == 0);
  }

  /**
   * Waits until the count is zero, but not longer than {@code timeout}.
   *
   * @param timeout not negative
   * @throws TransactionTimeoutException if the timeout passed
   * @throws TransactionInterruptedException if the thread is interrupted while it waits
   * @throws IllegalStateException inside a transaction, whose own timeout bounds its waits
   */
  public void await(Duration timeout) {
    Atomically.requireOwnTimeout();
    count.await(present -> present == 0, timeout);
  }

  /**
   * The count.
   *
   * @return for example {@code TLatch[count 3]}
   */
  @Override
  public String toString() {
    return "TLatch[count " + count.peek() + "]";
  }
}
