package io.isolde.benchmarks.peer.orderedlocks;

import io.isolde.benchmarks.peer.Counter;
import io.isolde.benchmarks.peer.Tally;
import java.util.concurrent.locks.ReentrantLock;

/** A long and its lock. */
public final class PeerCounter implements Counter {
  private final ReentrantLock lock = new ReentrantLock();
  private long count;

  public PeerCounter(int size) {}

  @Override
  public void increment(Tally tally) {
    lock.lock();
    try {
      tally.attempt();
      count++;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void add(Tally tally) {
    increment(tally);
  }

  @Override
  public long value() {
    lock.lock();
    try {
      return count;
    } finally {
      lock.unlock();
    }
  }
}
