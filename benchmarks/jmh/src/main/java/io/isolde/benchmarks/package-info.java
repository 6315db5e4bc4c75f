/**
 * How fast Isolde is beside what else one could use: one class for each scenario, all of them both
 * JMH benchmarks and material for {@link io.isolde.benchmarks.Interleaved}.
 *
 * <p>{@link io.isolde.benchmarks.Benchmarks} runs JMH: throughput, and beside it CPU time,
 * allocation and attempts per operation, and wrong answers. {@link
 * io.isolde.benchmarks.Interleaved} runs two peers in turn in one JVM and reports their ratio,
 * which is what to trust on a machine that others use too. {@link io.isolde.benchmarks.Footprint}
 * measures bytes. {@link io.isolde.benchmarks.Report} makes the tables of docs/benchmarks.md and
 * docs/collections.md from the results that are committed in docs/benchmarks/raw.
 */
@NullMarked
package io.isolde.benchmarks;

import org.jspecify.annotations.NullMarked;
