/**
 * What all benchmarks are measured and reported with.
 *
 * <pre>
 *   rounds ──▶ samples ──▶ raw results (JSON) ──▶ tables, targets, charts ──▶ a page
 * </pre>
 *
 * <p>{@code rounds} measures: variants take turns, round after round. {@code ping} labels turns of
 * several threads by how far apart the processors are. {@code jvm} runs a measurement in a JVM of
 * its own, and reads CPU times. {@code raw} keeps the results in files. {@code report} turns them
 * into tables, verdicts and charts, and puts those into pages. {@code command} has the options that
 * the programs share.
 *
 * <p>The harness knows nothing of Isolde: what it measures is passed to it.
 */
@NullMarked
package io.isolde.benchmarks.harness;

import org.jspecify.annotations.NullMarked;
