package io.isolde.stm.collection;

import io.isolde.stm.LongRef;
import io.isolde.stm.Stm;
import io.isolde.stm.TransactionInterruptedException;
import io.isolde.stm.TransactionOptions;
import io.isolde.stm.TransactionTimeoutException;
import io.isolde.stm.collection.parts.Atomically;
import io.isolde.stm.collection.parts.RefFactory;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A number of permits that transactions acquire and release. As with {@link
 * java.util.concurrent.Semaphore}, a thread that releases a permit need not have acquired one.
 *
 * <p>Inside a transaction, every method is part of it: the permits of several semaphores are
 * acquired together or not at all, and a transaction that is rolled back keeps none. Outside, every
 * method is a transaction of its own. {@link #acquire()} waits by {@link Stm#retry}.
 *
 * <p>Releases do not conflict with each other; every other operation conflicts with every change of
 * the number of permits. A release wakes the threads that it may serve, the longest-waiting first,
 * but no thread has precedence: one that wants many permits may be overtaken repeatedly by others
 * that want few.
 *
 * <p>Thread-safe.
 */
public final class TSemaphore {
  private final LongRef permits;

  /**
   * Makes a semaphore.
   *
   * @param permits the initial number
   * @throws IllegalArgumentException if {@code permits} is negative
   */
  public TSemaphore(int permits) {
    this(permits, RefFactory.UNNAMED);
  }

  /**
   * Makes a semaphore with a name for messages and reports.
   *
   * @param name need not be unique
   * @param permits the initial number
   * @return the semaphore
   * @throws IllegalArgumentException if {@code permits} is negative
   */
  public static TSemaphore named(String name, int permits) {
    return new TSemaphore(permits, RefFactory.named(name));
  }

  private TSemaphore(int permits, RefFactory refs) {
    this.permits = refs.longRef(requireNotNegative(permits));
  }

  private static int requireNotNegative(int permits) {
    if (permits < 0) {
      throw new IllegalArgumentException("permits must not be negative, but are " + permits);
    }
    return permits;
  }

  /**
   * Takes a permit; waits while there is none.
   *
   * @throws TransactionInterruptedException outside a transaction, if the thread is interrupted
   *     while it waits; nothing has changed
   */
  public void acquire() {
    acquire(1);
  }

  /**
   * Takes permits, all at once; waits while there are not enough.
   *
   * @param count how many
   * @throws IllegalArgumentException if {@code count} is negative
   * @throws TransactionInterruptedException outside a transaction, if the thread is interrupted
   *     while it waits; nothing has changed
   */
  public void acquire(int count) {
    requireNotNegative(count);
    Atomically.<@Nullable Void>run(() -> takeOrRetry(count));
  }

  /**
   * Takes a permit if there is one.
   *
   * @return whether there was one
   */
  public boolean tryAcquire() {
    return tryAcquire(1);
  }

  /**
   * Takes permits, all at once, if there are enough.
   *
   * @param count how many
   * @return false if there were not enough; nothing has changed
   * @throws IllegalArgumentException if {@code count} is negative
   */
  public boolean tryAcquire(int count) {
    requireNotNegative(count);
    return Atomically.run(() -> take(count));
  }

  /**
   * Takes a permit; waits while there is none, but not longer than {@code timeout}.
   *
   * @param timeout not negative
   * @return false if the timeout passed; nothing has changed
   * @throws TransactionInterruptedException if the thread is interrupted while it waits; nothing
   *     has changed
   * @throws IllegalStateException inside a transaction, whose own timeout bounds its waits
   */
  public boolean tryAcquire(Duration timeout) {
    return tryAcquire(1, timeout);
  }

  /**
   * Takes permits, all at once; waits while there are not enough, but not longer than {@code
   * timeout}.
   *
   * @param count how many
   * @param timeout not negative
   * @return false if the timeout passed; nothing has changed
   * @throws IllegalArgumentException if {@code count} or {@code timeout} is negative
   * @throws TransactionInterruptedException if the thread is interrupted while it waits; nothing
   *     has changed
   * @throws IllegalStateException inside a transaction, whose own timeout bounds its waits
   */
  public boolean tryAcquire(int count, Duration timeout) {
    requireNotNegative(count);
    Atomically.requireOwnTimeout();
    try {
      Stm.atomic(TransactionOptions.timeout(timeout), () -> takeOrRetry(count));
      return true;
    } catch (TransactionTimeoutException e) {
      return false;
    }
  }

  private boolean take(int count) {
    boolean enough = permits.get() >= count;
    if (enough) {
      permits.add(-count);
    }
    return enough;
  }

  private @Nullable Void takeOrRetry(int count) {
    Stm.check(take(count));
    return null;
  }

  /** Adds a permit. */
  public void release() {
    release(1);
  }

  /**
   * Adds permits, all at once.
   *
   * @param count how many
   * @throws IllegalArgumentException if {@code count} is negative
   */
  public void release(int count) {
    permits.add(requireNotNegative(count));
  }

  /**
   * Takes all available permits.
   *
   * @return how many there were
   */
  public long drainPermits() {
    return permits.getAndSet(0);
  }

  /**
   * The number of permits.
   *
   * @return 0 or more
   */
  public long availablePermits() {
    return permits.get();
  }

  /**
   * The number of permits.
   *
   * @return for example {@code TSemaphore[3 permits]}
   */
  @Override
  public String toString() {
    return "TSemaphore[" + permits.peek() + " permits]";
  }
}
