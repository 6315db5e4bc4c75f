package io.isolde.store.file;

import io.isolde.store.file.record.Output;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/**
 * Buffers in which commits encode their records, so that few commits make one of their own.
 * Thread-safe.
 */
final class RecordBuffers {
  /*
   * Idea. A thread claims the buffer at its id; if another thread has that one, it makes a buffer.
   * What changes hands is a number beside the buffer. The buffer itself stays where it is, because
   * storing a reference in an old object costs a fence.
   *
   * B1  The buffer of a slot is used only by the thread that has claimed the slot.
   */
  private static final int SLOTS = 64;

  /** The distance of two claims, so that they are on different cache lines. */
  private static final int STRIDE = 16;

  /** A buffer that a record has made longer is not kept. */
  static final int BYTES_KEPT_MAX = 1 << 12;

  private final AtomicIntegerArray claims = new AtomicIntegerArray(SLOTS * STRIDE);
  private final @Nullable Output[] buffers = new @Nullable Output[SLOTS];

  /** An empty buffer, until {@link #release}. */
  Output claim() {
    int slot = slot();
    if (!claims.compareAndSet(slot * STRIDE, 0, 1)) {
      return new Output();
    }
    Output kept = buffers[slot];
    if (kept == null) {
      return made(slot);
    }
    kept.clear();
    return kept;
  }

  private Output made(int slot) {
    try {
      Output made = new Output();
      buffers[slot] = made;
      return made;
    } catch (Throwable t) {
      claims.set(slot * STRIDE, 0);
      throw t;
    }
  }

  /** Takes back a buffer that the calling thread has claimed; called once for each claim. */
  void release(Output buffer) {
    int slot = slot();
    if (buffers[slot] == buffer) {
      if (buffer.array().length > BYTES_KEPT_MAX) {
        buffers[slot] = null;
      }
      claims.setRelease(slot * STRIDE, 0);
    }
  }

  private static int slot() {
    return (int) Thread.currentThread().threadId() & (SLOTS - 1);
  }
}
