package io.isolde.benchmarks.peer;

/** Moves one unit between two numbers, in transactions with two alternatives. Thread-safe. */
public interface Alternatives {
  /** The first alternative moves; the second is not needed. */
  void first(Tally tally);

  /**
   * The first alternative takes seven and then finds that it has to wait; so the second moves, as
   * if the first had never run.
   */
  void second(Tally tally);

  /** What was given so far, or -1 if that is not what was taken. */
  long moved();
}
