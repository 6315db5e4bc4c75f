package io.isolde.store.mailbox;

import io.isolde.store.mailbox.Mailbox.Posting;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The line of senders who wait for room in a {@link Mailbox}. Thread-safe. */
final class Senders {
  /*
   * Protocol.  sender:  count += 1;  look for room;  wait
   *            owner:   taken = …;   look at count;  let one go on
   *
   * I1  No lost wake-up: count and taken are volatile, so either the sender sees the room or the owner the sender; and the lock keeps
   *     the sender from being let go on before it waits.
   * I2  Those who come while others wait queue up behind them; offers do not.
   *
   * Locks. This one is innermost: nothing runs under it but the posting of a letter.
   */
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();

  /** Written under the lock. */
  private volatile int count;

  boolean areWaiting() {
    return count != 0;
  }

  /** Waits for room and posts. */
  Posting postInLine(Mailbox mailbox, Letter message, long deadlineNanos)
      throws InterruptedException {
    lock.lockInterruptibly();
    try {
      enter(1);
      return awaitRoom(mailbox, message, deadlineNanos);
    } finally {
      enter(-1);
      lock.unlock();
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // under the lock
  private void enter(int summand) {
    count = count + summand;
  }

  private Posting awaitRoom(Mailbox mailbox, Letter message, long deadlineNanos)
      throws InterruptedException {
    while (true) {
      Posting posting = mailbox.post(message);
      if (posting != Posting.NO_ROOM || !awaitSignal(deadlineNanos)) {
        return posting;
      }
    }
  }

  /** Returns false if the deadline had passed already. */
  @SuppressWarnings("WaitNotInLoop") // the caller loops
  private boolean awaitSignal(long deadlineNanos) throws InterruptedException {
    if (deadlineNanos == Deadline.NEVER) {
      room.await();
      return true;
    }
    long left = Deadline.nanosLeft(deadlineNanos);
    if (left > 0) {
      room.awaitNanos(left);
    }
    return left > 0;
  }

  /** Lets the first in line look again, or all of them. */
  void goOn(boolean all) {
    lock.lock();
    try {
      if (all) {
        room.signalAll();
      } else {
        room.signal();
      }
    } finally {
      lock.unlock();
    }
  }
}
