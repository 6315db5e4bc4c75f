package io.isolde.benchmarks.durable.rounds;

/** What one thread does again and again. Thread-confined. */
@FunctionalInterface
public interface Step {
  /** Does it once. */
  void run() throws Exception;
}
