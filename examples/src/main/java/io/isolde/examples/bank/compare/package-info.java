/**
 * The comparison: the same orders go through every way of sharing accounts, and the books show what
 * became of the money.
 *
 * <p>In reading order: {@code Load}, {@code Orders}, {@code Work}: what is to be done; {@code
 * Schedule}, {@code Comparison}, {@code Round}, {@code Writer}: when, and by which threads; {@code
 * RoundResult}, {@code Row}, {@code Verdict}: what was seen; {@code Results}, {@code
 * ComparisonTable}, {@code ComparisonChart}: how it is presented; {@code Page}: how it gets into
 * the documentation; {@code CompareCommand}, {@code ReportCommand}: the command line.
 */
@NullMarked
package io.isolde.examples.bank.compare;

import org.jspecify.annotations.NullMarked;
