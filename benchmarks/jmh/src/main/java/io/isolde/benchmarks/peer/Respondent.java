package io.isolde.benchmarks.peer;

/** The owner of a sum, which other threads ask. The size is ignored. Thread-safe. */
public interface Respondent extends AutoCloseable {
  /** Adds to the sum, and waits for the new sum. */
  long ask(long summand) throws InterruptedException;

  @Override
  void close();
}
