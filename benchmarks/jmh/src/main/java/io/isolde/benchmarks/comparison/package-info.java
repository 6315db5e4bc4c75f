/**
 * Comparisons of a peer with a baseline: the same scenario, in short rounds in turn, in one JVM.
 *
 * <p>{@link io.isolde.benchmarks.comparison.Catalog} lists them, and {@link
 * io.isolde.benchmarks.comparison.ComparisonRun} makes one. The loop and the scenario of each
 * variant are loaded by a class loader of its own, because otherwise the compiler would see calls
 * that lead to several peers, and inline none of them.
 */
@NullMarked
package io.isolde.benchmarks.comparison;

import org.jspecify.annotations.NullMarked;
