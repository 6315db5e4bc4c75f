package io.isolde.benchmarks.peer;

/** One number that all threads increment. Thread-safe, but for the plain one. */
public interface Counter {
  /** Reads, adds one, writes: all or nothing. */
  void increment(Tally tally);

  /** Adds one by the peer's own means of doing so without reading first. */
  void add(Tally tally);

  long value();
}
