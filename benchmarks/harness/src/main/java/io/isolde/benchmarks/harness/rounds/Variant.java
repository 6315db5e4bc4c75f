package io.isolde.benchmarks.harness.rounds;

/**
 * One of the things that a measurement compares. Used by one thread.
 *
 * @param <S> what a round of it yields
 */
@FunctionalInterface
public interface Variant<S> {
  /** Works for about {@code nanos}, and reports on it. */
  S run(long nanos) throws Exception;
}
