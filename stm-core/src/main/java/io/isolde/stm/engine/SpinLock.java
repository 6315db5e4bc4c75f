package io.isolde.stm.engine;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A lock for critical sections of a few steps, in which the holder does not wait. Others spin, and
 * later yield and park (Pause). Acquiring it does not fail. The JDK's locks throw if there is no
 * memory to queue the thread or, for a virtual thread, no stack to park it.
 */
final class SpinLock {
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
