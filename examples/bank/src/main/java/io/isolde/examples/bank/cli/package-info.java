/**
 * The command line of the bank: commands and their options, progress, messages and exit codes.
 *
 * <p>In reading order: {@code Bank}, the command without a name, and {@code Demonstration}, what it
 * runs; {@code ApplyCommand}, {@code BalancesCommand}, {@code GenerateCommand}: the bank at work;
 * {@code CompareCommand}, {@code ReportCommand}: ways of sharing, side by side; {@code Failures},
 * {@code Interrupts}: how a command ends.
 */
@NullMarked
package io.isolde.examples.bank.cli;

import org.jspecify.annotations.NullMarked;
