/**
 * The bank, a command line application that applies payment orders from many threads; this package
 * has the words that all its parts share.
 *
 * <p>Auditors sum all balances meanwhile and never find a cent missing. The parts, each of which
 * knows only those above it:
 *
 * <ul>
 *   <li>this package: orders, balances, and failures that the user is told of;
 *   <li>{@code ledger}: the accounts in a store, and the transactions on them; {@code csv}: the
 *       files, line by line; neither knows the other;
 *   <li>{@code run}: a file of orders applied to a ledger, with writers and auditors at work
 *       together;
 *   <li>{@code cli}: the commands.
 * </ul>
 */
@NullMarked
package io.isolde.examples.bank;

import org.jspecify.annotations.NullMarked;
