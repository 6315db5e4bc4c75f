/**
 * How far apart two processors are: a cache line is handed over before and after each
 * multi-threaded turn of a measurement, and the turn is labelled with what it took.
 */
@NullMarked
package io.isolde.benchmarks.harness.ping;

import org.jspecify.annotations.NullMarked;
