package io.isolde.agent.mailbox;

import io.isolde.agent.mailbox.Mailbox.Posting;
import io.isolde.stm.Deadline;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The line of senders that wait for room in a {@link Mailbox}. Thread-safe. */
final class Senders {
  /*
   * Protocol.  sender:  count += 1;  look for room;  wait
   *            owner:   taken = …;   look at count;  wake one
   *
   * I1  No lost wake-up: count and taken are volatile, so either the sender sees the room or the
   *     owner sees the sender; and because of the lock the owner cannot signal between the sender's
   *     look and its wait.
   * I2  Senders that come while others wait queue behind them; offers do not.
   *
   * Locks. This one is innermost: only the posting of a letter runs under it.
   */
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();

  /** Written under the lock. */
  private volatile int count;

  boolean areWaiting() {
    return count != 0;
  }

  /** Waits for room and posts. */
  Posting postInLine(Mailbox mailbox, Letter message, Deadline deadline)
      throws InterruptedException {
    lock.lockInterruptibly();
    try {
      enter(1);
      return awaitRoom(mailbox, message, deadline);
    } finally {
      enter(-1);
      lock.unlock();
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // under the lock
  private void enter(int summand) {
    count = count + summand;
  }

  private Posting awaitRoom(Mailbox mailbox, Letter message, Deadline deadline)
      throws InterruptedException {
    while (true) {
      Posting posting = mailbox.post(message);
      if (posting != Posting.NO_ROOM || !awaitSignal(deadline)) {
        return posting;
      }
    }
  }

  /** Returns false if the deadline had passed already. */
  @SuppressWarnings("WaitNotInLoop") // the caller loops
  private boolean awaitSignal(Deadline deadline) throws InterruptedException {
    if (deadline.isNever()) {
      room.await();
      return true;
    }
    long left = deadline.nanosLeft();
    if (left > 0) {
      room.awaitNanos(left);
    }
    return left > 0;
  }

  /** Wakes the first in line, or all of them, to look for room again. */
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
