package io.isolde.benchmarks.peer;

/**
 * Slots that each hold a token, or 0 for none. A thread that takes from an empty slot waits.
 * Thread-safe.
 */
public interface Relay {
  /** Puts a token into an empty slot. */
  void put(int slot, long token);

  /** Waits for a token in the slot and takes it out. */
  long take(int slot) throws InterruptedException;

  /**
   * Waits for a token in {@code from}, takes it out and puts it, plus one unless negative, into
   * {@code to}, which is empty; returns it.
   */
  long pass(int from, int to) throws InterruptedException;
}
