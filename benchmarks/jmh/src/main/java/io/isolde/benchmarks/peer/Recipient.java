package io.isolde.benchmarks.peer;

/**
 * Somebody who owns a sum, and whom others tell of summands. The size is that of a bounded mailbox.
 * Thread-safe.
 */
public interface Recipient extends AutoCloseable {
  /** Has it added to the sum, sooner or later. */
  void tell(long summand);

  /** The sum as it is now. */
  long sum();

  @Override
  void close();
}
