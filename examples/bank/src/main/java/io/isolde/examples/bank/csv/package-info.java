/**
 * The files of the bank: orders and accounts as CSV, read so that a malformed line costs only
 * itself.
 *
 * <p>In reading order: {@code Source}, {@code LineReader}, {@code RecordReader}, {@code CsvTable},
 * {@code OrderReader}: from bytes to payment orders, each step adding the reasons for which a line
 * may be malformed ({@code Parsed}); {@code Amounts}, {@code AccountNames}: what is in a field;
 * {@code AccountsFile}, {@code OrderGenerator}: what is also written.
 */
@NullMarked
package io.isolde.examples.bank.csv;

import org.jspecify.annotations.NullMarked;
