/**
 * The comparison of the ways of sharing: the same orders go through every strategy, and the books
 * show what became of the money.
 *
 * <p>In reading order: {@code Load}, {@code Orders}, {@code Work}: what is to be done; {@code
 * Schedule}, {@code Comparison}, {@code Round}, {@code Writer}, {@code Auditor}: when, and by which
 * threads; {@code RoundResult}, {@code Row}, {@code Verdict}: what was seen; {@code Results},
 * {@code ComparisonTable}, {@code ComparisonChart}: how it is presented; {@code RawResults}, {@code
 * Report}: how it gets into the documentation. Tables, charts and pages call a strategy what users
 * call it: a way. Files, tables, charts and markers of pages are those of {@link
 * io.isolde.benchmarks.harness}.
 */
@NullMarked
package io.isolde.benchmarks.sharing;

import org.jspecify.annotations.NullMarked;
