/**
 * The bank: a command line application that applies payment orders from many threads, while
 * auditors sum all balances and never find a cent missing.
 *
 * <p>In reading order:
 *
 * <ul>
 *   <li>{@code Ledger}, {@code Account}: the accounts, in a store, and the transactions upon them.
 *   <li>{@code PaymentRun}: a reader, writers and auditors at work together; {@code OrderFeed} and
 *       {@code OrderQueue} bring the orders, {@code Tally} counts, {@code Summary} tells.
 *   <li>{@code Intake}: a file that a durable store may have seen before; {@code Receipts}, by line
 *       or by id, keep an order from taking effect twice; {@code OrderFiles} knows the files.
 *   <li>{@code OrderReader}, {@code CsvTable}, {@code RecordReader}, {@code LineReader}: from bytes
 *       to payment orders, each step adding the reasons for which a line may be malformed.
 *   <li>The packages {@code way} and {@code compare}: ways of sharing accounts, side by side.
 *   <li>{@code Bank}, {@code ApplyCommand}, {@code BalancesCommand}, {@code GenerateCommand},
 *       {@code Demonstration}: the command line.
 * </ul>
 */
@NullMarked
package io.isolde.examples.bank;

import org.jspecify.annotations.NullMarked;
