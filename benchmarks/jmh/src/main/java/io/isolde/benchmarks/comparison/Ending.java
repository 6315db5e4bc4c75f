package io.isolde.benchmarks.comparison;

/** How a comparison ended: with an outcome, or not. */
public sealed interface Ending permits Outcome, Failure {
  /** The name of the comparison. */
  String name();

  /** Whose row it is. */
  String peer();
}
