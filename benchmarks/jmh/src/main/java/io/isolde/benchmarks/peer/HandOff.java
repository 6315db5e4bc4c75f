package io.isolde.benchmarks.peer;

/**
 * A queue from one thread to another; its size is its capacity, and {@link Integer#MAX_VALUE} means
 * that it has no bound. Thread-safe.
 */
public interface HandOff {
  /** Waits for room, if need be. */
  void put(Integer element) throws InterruptedException;

  /** Waits for an element. */
  Integer take() throws InterruptedException;
}
