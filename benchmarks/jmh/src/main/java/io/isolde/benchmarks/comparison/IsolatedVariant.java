package io.isolde.benchmarks.comparison;

import io.isolde.benchmarks.harness.rounds.Variant;
import java.util.List;

/**
 * A variant with classes of its own, whose rounds yield what each role did, in the order of their
 * numbers. Used by one thread.
 */
public interface IsolatedVariant extends Variant<List<RoleSample>>, AutoCloseable {
  /** Whether the shared state is as it should be after all rounds so far. */
  boolean isRight();

  /** Whether several threads share memory. */
  boolean isMultiThreaded();

  /** Whether the CPU time of all Java threads is the one that counts. */
  boolean isSharedWork();

  @Override
  void close();
}
