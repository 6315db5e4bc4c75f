package io.isolde.store.lock;

import io.isolde.stm.Deadline;
import io.isolde.store.StoreUri;
import io.isolde.store.spi.ExclusiveExecution;
import io.isolde.store.spi.ExclusiveStore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A store whose transactions run under one lock, on the threads that begin them. Thread-safe. */
final class LockStore extends ExclusiveStore {
  /*
   * Idea. Having the turn means holding the lock. A transaction that waits for a change waits on a
   * condition of the lock, which every change signals to all, because it is not known what a body
   * has read.
   *
   * Progress. The lock is not fair, because a fair hand-over costs several times as much. So
   * threads that return at once can overtake a waiting transaction for a long time.
   */
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition change = lock.newCondition();

  LockStore(StoreUri uri) {
    super(uri);
  }

  @Override
  protected void turn(ExclusiveExecution<?, ?> execution) {
    acquire(execution);
    try {
      while (!execution.attempt()) {
        awaitChange(execution);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  protected void changed() {
    change.signalAll();
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

  private void acquire(ExclusiveExecution<?, ?> execution) {
    if (!lock.tryLock()) {
      try {
        awaitLock(execution);
      } catch (InterruptedException e) {
        throw execution.interrupted("waited for the lock");
      }
    }
  }

  private void awaitLock(ExclusiveExecution<?, ?> execution) throws InterruptedException {
    Deadline deadline = execution.deadline();
    if (deadline.isNever()) {
      lock.lockInterruptibly();
    } else if (!lock.tryLock(deadline.nanosLeft(), TimeUnit.NANOSECONDS)) {
      throw execution.timedOut("waited for the lock");
    }
  }

  @SuppressWarnings("WaitNotInLoop") // the caller loops
  private void awaitChange(ExclusiveExecution<?, ?> execution) {
    Deadline deadline = execution.deadline();
    try {
      if (deadline.isNever()) {
        change.await();
      } else if (change.awaitNanos(deadline.nanosLeft()) <= 0) {
        throw execution.timedOut("waited for a change");
      }
    } catch (InterruptedException e) {
      throw execution.interrupted("waited for a change");
    }
  }
}
