package io.isolde.benchmarks.peer.orderedlocks;

import io.isolde.benchmarks.peer.Blocks;
import io.isolde.benchmarks.peer.Tally;
import java.util.concurrent.locks.ReentrantLock;

/** Locks that their holder takes again. */
public final class PeerBlocks implements Blocks {
  private final ReentrantLock hereLock = new ReentrantLock();
  private final ReentrantLock thereLock = new ReentrantLock();
  private long here;
  private long there;

  public PeerBlocks(int size) {}

  @Override
  public void flat(Tally tally) {
    hereLock.lock();
    try {
      thereLock.lock();
      try {
        tally.attempt();
        here--;
        there++;
      } finally {
        thereLock.unlock();
      }
    } finally {
      hereLock.unlock();
    }
  }

  @Override
  public void nested(Tally tally) {
    hereLock.lock();
    try {
      thereLock.lock();
      try {
        tally.attempt();
        take();
        give();
      } finally {
        thereLock.unlock();
      }
    } finally {
      hereLock.unlock();
    }
  }

  private void take() {
    hereLock.lock();
    try {
      here--;
    } finally {
      hereLock.unlock();
    }
  }

  private void give() {
    thereLock.lock();
    try {
      there++;
    } finally {
      thereLock.unlock();
    }
  }

  @Override
  public long moved() {
    hereLock.lock();
    try {
      thereLock.lock();
      try {
        return here + there == 0 ? there : -1;
      } finally {
        thereLock.unlock();
      }
    } finally {
      hereLock.unlock();
    }
  }
}
