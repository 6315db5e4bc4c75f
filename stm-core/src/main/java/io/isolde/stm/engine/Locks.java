package io.isolde.stm.engine;

import java.util.concurrent.locks.ReentrantLock;

/** Taking a lock where that must not fail. */
final class Locks {
  private Locks() {}

  /** Locks; when another thread holds the lock, and there is no memory to queue up, again. */
  @SuppressWarnings("ThreadPriorityCheck") // nothing depends on the yield
  static void lock(ReentrantLock lock) {
    while (true) {
      try {
        lock.lock();
        return;
      } catch (OutOfMemoryError e) {
        Thread.yield();
      }
    }
  }
}
