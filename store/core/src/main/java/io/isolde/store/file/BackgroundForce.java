package io.isolde.store.file;

import io.isolde.store.StoreFailedException;
import io.isolde.store.file.journal.Journal;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Forces the journal after a delay, once for all requests that arrive meanwhile. A thread exists
 * only while a request is pending. Thread-safe.
 */
final class BackgroundForce {
  private final Journal journal;
  private final long delayNanos;
  private final AtomicBoolean waiting = new AtomicBoolean();

  BackgroundForce(Journal journal, Duration delay) {
    this.journal = journal;
    this.delayNanos = delay.toNanos();
  }

  /**
   * Ensures that everything now in the journal is on its way to the disk once the delay is over.
   */
  void begin() {
    if (!waiting.get() && waiting.compareAndSet(false, true)) {
      Thread.ofVirtual().name("isolde journal").start(this::run);
    }
  }

  private void run() {
    long end = System.nanoTime() + delayNanos;
    for (long left = delayNanos; left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(this, left);
    }
    waiting.set(false); // before last() is read: a later request starts anew
    try {
      journal.awaitForced(journal.last());
    } catch (StoreFailedException e) {
      // the journal keeps the failure, and throws it to the next committer
    }
  }
}
