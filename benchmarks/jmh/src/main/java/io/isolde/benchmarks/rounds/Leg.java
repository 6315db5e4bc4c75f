package io.isolde.benchmarks.rounds;

import java.util.List;

/** One side of a comparison, ready to run. Used by one thread. */
public interface Leg extends AutoCloseable {
  /** Runs for about {@code nanos} and returns what each role did, in the order of their numbers. */
  List<Measured> run(long nanos) throws Exception;

  /** Whether the shared state is as it should be after all rounds so far. */
  boolean isRight();

  /** Whether the CPU time of all Java threads is the one that counts. */
  boolean isSharedWork();

  @Override
  void close();
}
