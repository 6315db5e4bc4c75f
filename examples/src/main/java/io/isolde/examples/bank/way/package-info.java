/**
 * Ways of sharing accounts between threads, all with one interface: some keep the books right, and
 * some are here to show what goes wrong.
 *
 * <p>In reading order: {@code Way}, what each of them can do; {@code UnsynchronisedWay}, which does
 * nothing about threads; {@code TwoStepWay}, which makes one account safe at a time, with {@code
 * CompareAndSetWay} and {@code OwnersWay}; {@code StoreWay}, which changes two accounts at once,
 * whether by one lock, one owner or a transaction; {@code Kind}, which opens them by name.
 */
@NullMarked
package io.isolde.examples.bank.way;

import org.jspecify.annotations.NullMarked;
