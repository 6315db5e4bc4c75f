/**
 * What is measured: one class for each scenario, which is both a JMH benchmark and an input to
 * {@link io.isolde.benchmarks.Interleaved}.
 */
@NullMarked
package io.isolde.benchmarks.scenario;

import org.jspecify.annotations.NullMarked;
