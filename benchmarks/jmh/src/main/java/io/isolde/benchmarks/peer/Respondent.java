package io.isolde.benchmarks.peer;

/** Somebody who owns a sum, and whom others ask. The size means nothing. Thread-safe. */
public interface Respondent extends AutoCloseable {
  /** Adds to the sum, and waits for what it is then. */
  long ask(long summand) throws InterruptedException;

  @Override
  void close();
}
