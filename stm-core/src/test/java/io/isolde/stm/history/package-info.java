/**
 * A checker that decides from the record of a run whether every attempt saw a possible world, and
 * the randomised runs that it is fed with.
 *
 * <p>{@code AttemptRecord} is what one attempt read and wrote. {@code HistoryChecker} turns many of
 * them into a graph of what must have come before what; a cycle is an anomaly, told as a story.
 * {@code Workload} makes such records by running random transactions on many threads, {@code
 * MapWorkload} does the same with maps, each key of which is read by every scan that passes it, and
 * {@code QueueWorkload} looks at queues directly. {@code Mutant} and {@code CollectionMutant} are
 * planted bugs that all of these must catch.
 */
package io.isolde.stm.history;
