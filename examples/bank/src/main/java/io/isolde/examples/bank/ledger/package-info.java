/**
 * The accounts of the bank, in a store, and the transactions on them.
 *
 * <p>In reading order: {@code Ledger}, {@code Account}: all transactions that move money; {@code
 * Outcome}, {@code Settlement}, {@code Receipt}, {@code Audit}: their answers; {@code
 * PaymentLimit}: what all orders of a file share; {@code Receipts}, by line or by id: what keeps an
 * order from taking effect twice; {@code BankStore}, {@code StoredDecimals}: the store itself.
 */
@NullMarked
package io.isolde.examples.bank.ledger;

import org.jspecify.annotations.NullMarked;
