/**
 * A checker that decides from the record of a run whether every attempt saw a possible world, and
 * the randomised runs that it is fed with.
 *
 * <p>{@code AttemptRecord} is what one attempt read and wrote. {@code HistoryChecker} turns many of
 * them into a graph of what must have come before what; a cycle is an anomaly, told as a story.
 * {@code Workload} makes such records by running random transactions on many threads, and {@code
 * Mutant} runs the same on engines with a planted bug, which the checker must catch.
 */
package io.isolde.stm.history;
