package io.isolde.store.file;

import io.isolde.store.StoreFailedException;
import io.isolde.store.journal.Journal;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Forces the journal a while after it was asked to, once for all who ask meanwhile. There is a
 * thread only while somebody has asked. Thread-safe.
 */
final class BackgroundForce {
  private final Journal journal;
  private final long delayNanos;
  private final AtomicBoolean waiting = new AtomicBoolean();

  BackgroundForce(Journal journal, Duration delay) {
    this.journal = journal;
    this.delayNanos = delay.toNanos();
  }

  /** Sees to it that what is in the journal now is on its way to the disk after the delay. */
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
    waiting.set(false); // before the look at the end: whoever comes now asks again
    try {
      journal.awaitForced(journal.last());
    } catch (StoreFailedException e) {
      // the journal remembers, and tells whoever commits next
    }
  }
}
