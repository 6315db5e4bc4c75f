package io.isolde.benchmarks.peer;

/**
 * The owner of a sum, to which other threads send summands. The size is the capacity of a bounded
 * mailbox. Thread-safe.
 */
public interface Recipient extends AutoCloseable {
  /** Sends a summand, which is added to the sum eventually. */
  void tell(long summand);

  /** The sum as it is now. */
  long sum();

  @Override
  void close();
}
