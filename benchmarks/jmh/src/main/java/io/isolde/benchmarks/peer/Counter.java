package io.isolde.benchmarks.peer;

/** One number that everybody counts up. Thread-safe, but for the plain one. */
public interface Counter {
  /** Reads, adds one, writes: all or nothing. */
  void increment(Tally tally);

  /** Adds one by whatever way the peer has to do so without reading first. */
  void add(Tally tally);

  long value();
}
