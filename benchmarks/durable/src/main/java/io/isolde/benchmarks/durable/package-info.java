/**
 * Benchmarks of what durability costs: programs, run by {@link
 * io.isolde.benchmarks.durable.Durable}, each with a question, a baseline and raw results that are
 * kept in {@code docs/durability/raw}. The peers are in {@code peer}, and {@link
 * io.isolde.benchmarks.durable.Report} makes tables of the results.
 */
@NullMarked
package io.isolde.benchmarks.durable;

import org.jspecify.annotations.NullMarked;
