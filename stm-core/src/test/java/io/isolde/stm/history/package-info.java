/**
 * Randomised runs, for the history checker.
 *
 * <p>{@code Workload} records random transactions on many threads. {@code MapWorkload} does the
 * same with maps, where every scan that passes a key reads it. {@code QueueWorkload} checks queues
 * directly. {@code Mutant} and {@code CollectionMutant} are planted bugs that all of these must
 * catch.
 */
package io.isolde.stm.history;
