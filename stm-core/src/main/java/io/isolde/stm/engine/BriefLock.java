package io.isolde.stm.engine;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A lock for a few steps in which nobody waits. To take it does not fail, unlike the JDK's, which
 * throw when there is no memory to queue up or, for a virtual thread, no stack to park.
 */
final class BriefLock {
  private final AtomicBoolean held = new AtomicBoolean();

  void lock() {
    for (int round = 0; !held.compareAndSet(false, true); ) {
      round = Pause.once(round);
    }
  }

  void unlock() {
    held.set(false);
  }
}
