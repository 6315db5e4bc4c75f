package io.isolde.benchmarks.peer;

/**
 * Moves one unit between two numbers, in transactions that are built from smaller ones.
 * Thread-safe.
 */
public interface Blocks {
  /** One transaction, which takes here and gives there. */
  void flat(Tally tally);

  /** One transaction around two, of which one takes and the other gives. */
  void nested(Tally tally);

  /** What was given so far, or -1 if that is not what was taken. */
  long moved();
}
