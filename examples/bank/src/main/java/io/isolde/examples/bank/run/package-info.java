/**
 * The payment run: a file of orders is applied to a ledger by many writers, while auditors check
 * the total.
 *
 * <p>In reading order: {@code PaymentRun}: a reader, writers and auditors at work together; {@code
 * OrderFeed}, {@code OrderQueue}: how orders get to the writers; {@code Tally}, {@code Summary}:
 * what is counted and told; {@code Intake}: a file that a durable store may have seen before;
 * {@code OrderFiles}, {@code Fingerprint}, {@code Part}: how it is recognised, and what of it was
 * applied; {@code OpeningBalances}, {@code StrictCheck}: what may precede a run.
 */
@NullMarked
package io.isolde.examples.bank.run;

import org.jspecify.annotations.NullMarked;
