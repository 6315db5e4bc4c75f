/**
 * The ways of sharing accounts between threads that docs/choosing.md compares, behind one
 * interface: some keep the books right, and some are here to show what goes wrong.
 *
 * <p>In reading order: {@code SharingStrategy}, what each of them can do; {@code
 * UnsynchronisedStrategy}, which does nothing about threads; {@code TwoStepStrategy}, which makes
 * one account safe at a time, with {@code CompareAndSetStrategy} and {@code OwnersStrategy}; {@code
 * StoreStrategy}, which changes two accounts at once, whether by one lock, one owner or a
 * transaction; {@code SharingStrategies}, which has them all by name.
 */
@NullMarked
package io.isolde.examples.sharing;

import org.jspecify.annotations.NullMarked;
