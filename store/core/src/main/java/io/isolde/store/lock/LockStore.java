package io.isolde.store.lock;

import io.isolde.stm.TransactionBody;
import io.isolde.stm.TransactionInterruptedException;
import io.isolde.stm.TransactionTimeoutException;
import io.isolde.store.StoreUri;
import io.isolde.store.spi.ExclusiveStore;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A store whose transactions run under one lock, on the threads that begin them. Thread-safe. */
final class LockStore extends ExclusiveStore {
  /*
   * Idea. Having the turn means holding the lock.
   *
   * Progress. The lock is not fair, because a fair hand-over costs several times as much. So
   * threads that return at once can overtake a waiting transaction for a long time.
   */
  private final ReentrantLock lock = new ReentrantLock();

  LockStore(StoreUri uri) {
    super(uri);
  }

  @Override
  protected <T extends @Nullable Object, X extends Throwable> T turn(
      @Nullable Duration timeout, TransactionBody<T, X> body) throws X {
    acquire(timeout);
    try {
      return body.run();
    } finally {
      lock.unlock();
    }
  }

  @Override
  protected void turnUninterruptibly(Runnable action) {
    lock.lock();
    try {
      action.run();
    } finally {
      lock.unlock();
    }
  }

  private void acquire(@Nullable Duration timeout) {
    if (!lock.tryLock()) {
      try {
        awaitLock(timeout);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new TransactionInterruptedException(
            "transaction of " + this, 0, "waited for the lock");
      }
    }
  }

  private void awaitLock(@Nullable Duration timeout) throws InterruptedException {
    if (timeout == null) {
      lock.lockInterruptibly();
    } else if (!lock.tryLock(TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS)) {
      throw new TransactionTimeoutException(
          "transaction of " + this, timeout, 0, "waited for the lock", null);
    }
  }
}
