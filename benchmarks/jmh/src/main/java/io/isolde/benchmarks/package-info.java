/**
 * Benchmarks that compare Isolde with its alternatives: the programs.
 *
 * <p>{@link io.isolde.benchmarks.Benchmarks} runs JMH: throughput, and also CPU time, allocation
 * and attempts per operation, and wrong answers. {@link io.isolde.benchmarks.Interleaved} runs two
 * peers in turn in one JVM and reports their ratio, which is the figure to trust on a shared
 * machine. {@link io.isolde.benchmarks.Footprint} measures bytes. {@link
 * io.isolde.benchmarks.Report} makes the tables of the pages from the results that are committed in
 * docs/benchmarks/raw.
 *
 * <p>What is measured is in {@code scenario}, who is measured in {@code peer}.
 */
@NullMarked
package io.isolde.benchmarks;

import org.jspecify.annotations.NullMarked;
