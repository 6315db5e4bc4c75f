package io.isolde.benchmarks.harness.rounds;

/** The work that one thread repeats. Thread-confined. */
@FunctionalInterface
public interface Step {
  /** Does the work once. */
  void run() throws Exception;
}
