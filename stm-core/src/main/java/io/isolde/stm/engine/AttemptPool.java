package io.isolde.stm.engine;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A pool of idle attempt objects for virtual threads, which are too short-lived to keep their own.
 * Thread-safe. The pool may lose an object, but never lends one twice.
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

  /** For tests: drops all objects, and what they have learnt from earlier transactions. */
  static void clear() {
    for (int i = 0; i < SLOTS; i++) {
      POOL.set(i * STRIDE, null);
    }
  }

  private static int slot() {
    return ((int) Thread.currentThread().threadId() & (SLOTS - 1)) * STRIDE;
  }
}
