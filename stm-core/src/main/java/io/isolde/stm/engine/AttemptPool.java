package io.isolde.stm.engine;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Idle attempt objects for virtual threads, which come and go too fast to keep their own.
 * Thread-safe; it may lose one, never lend one twice.
 */
final class AttemptPool {
  private static final int SLOTS = 64;

  /** Slots are a cache line apart. */
  private static final int STRIDE = 16;

  private static final AtomicReferenceArray<Attempt> POOL =
      new AtomicReferenceArray<>(SLOTS * STRIDE);

  private AttemptPool() {}

  static Attempt take() {
    Attempt pooled = POOL.getAndSet(slot(), null);
    return pooled == null ? new Attempt() : pooled;
  }

  static void give(Attempt idle) {
    POOL.setRelease(slot(), idle);
  }

  /** For tests: forgets them all, and what they have learnt of transactions before. */
  static void clear() {
    for (int i = 0; i < SLOTS; i++) {
      POOL.set(i * STRIDE, null);
    }
  }

  private static int slot() {
    return ((int) Thread.currentThread().threadId() & (SLOTS - 1)) * STRIDE;
  }
}
