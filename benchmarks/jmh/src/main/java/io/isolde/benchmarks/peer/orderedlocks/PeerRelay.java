package io.isolde.benchmarks.peer.orderedlocks;

import io.isolde.benchmarks.peer.Relay;
import java.util.Arrays;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One lock and one condition for each slot. Passing is not atomic: the token is in no slot for a
 * moment, which makes no difference with a single token.
 */
public final class PeerRelay implements Relay {
  private static final class Slot {
    final ReentrantLock lock = new ReentrantLock();
    final Condition filled = lock.newCondition();
    long token;
  }

  private final Slot[] slots;

  public PeerRelay(int size) {
    slots = new Slot[size];
    Arrays.setAll(slots, i -> new Slot());
  }

  @Override
  public void put(int slot, long token) {
    Slot to = slots[slot];
    to.lock.lock();
    try {
      to.token = token;
      to.filled.signal();
    } finally {
      to.lock.unlock();
    }
  }

  @Override
  public long take(int slot) throws InterruptedException {
    Slot from = slots[slot];
    from.lock.lock();
    try {
      while (from.token == 0) {
        from.filled.await();
      }
      long token = from.token;
      from.token = 0;
      return token;
    } finally {
      from.lock.unlock();
    }
  }

  @Override
  public long pass(int from, int to) throws InterruptedException {
    long token = take(from);
    put(to, token < 0 ? token : token + 1);
    return token;
  }
}
