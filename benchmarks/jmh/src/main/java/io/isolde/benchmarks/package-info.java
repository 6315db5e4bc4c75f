/**
 * Benchmarks that compare Isolde with its alternatives: one class for each scenario, which is both
 * a JMH benchmark and an input to {@link io.isolde.benchmarks.Interleaved}.
 *
 * <p>{@link io.isolde.benchmarks.Benchmarks} runs JMH: throughput, and also CPU time, allocation
 * and attempts per operation, and wrong answers. {@link io.isolde.benchmarks.Interleaved} runs two
 * peers in turn in one JVM and reports their ratio, which is the figure to trust on a shared
 * machine. {@link io.isolde.benchmarks.Footprint} measures bytes. {@link
 * io.isolde.benchmarks.Report} makes the tables of docs/benchmarks.md and docs/collections.md from
 * the results that are committed in docs/benchmarks/raw.
 */
@NullMarked
package io.isolde.benchmarks;

import org.jspecify.annotations.NullMarked;
