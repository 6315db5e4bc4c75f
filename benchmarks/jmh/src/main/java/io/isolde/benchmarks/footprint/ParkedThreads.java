package io.isolde.benchmarks.footprint;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

/** Virtual threads that run something and then park. */
final class ParkedThreads {
  /**
   * How many run at once. More would contend with each other, and how the peers handle contention
   * is not the question.
   */
  private static final int AT_ONCE_MAX = 256;

  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean over;

  /** Returns when all have parked. */
  void add(int count, Runnable before) throws InterruptedException {
    CountDownLatch parking = new CountDownLatch(count);
    Semaphore running = new Semaphore(AT_ONCE_MAX);
    for (int i = 0; i < count; i++) {
      running.acquire();
      threads.add(
          Thread.startVirtualThread(
              () -> {
                before.run();
                running.release();
                parking.countDown();
                await();
              }));
    }
    parking.await();
    for (Thread thread : threads) {
      while (thread.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
    }
  }

  private void await() {
    while (!over) {
      LockSupport.park(this);
    }
  }

  /** Unparks all threads, and returns when they have ended. */
  void release() throws InterruptedException {
    over = true;
    for (Thread thread : threads) {
      LockSupport.unpark(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    threads.clear();
  }
}
