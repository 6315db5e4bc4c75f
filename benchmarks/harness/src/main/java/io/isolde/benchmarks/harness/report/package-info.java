/**
 * What is made of raw results: tables, verdicts about targets, and charts, in Markdown pages that
 * are rewritten between markers.
 */
@NullMarked
package io.isolde.benchmarks.harness.report;

import org.jspecify.annotations.NullMarked;
