package io.isolde.store.postgres;

import java.time.Duration;

/**
 * What has happened in a store since this process opened it. Counted by this process alone.
 * Immutable.
 *
 * @param attempts attempts of transactions, single operations included
 * @param commits transactions that have committed, those that only read included
 * @param conflicts attempts that the database rolled back because another transaction was in their
 *     way, and that were made again
 * @param unknown commits whose connection broke before the answer came
 * @param resolved those of which it was found out what became of them
 * @param poolWaits attempts that waited for a connection, since all were in use
 * @param poolWait how long all of them waited, together
 * @param feedLag for how long the oldest commit has been held back that subscribers do not get
 *     before an older transaction of the server has ended; zero if there is none, or no subscriber
 */
public record PostgresStatistics(
    long attempts,
    long commits,
    long conflicts,
    long unknown,
    long resolved,
    long poolWaits,
    Duration poolWait,
    Duration feedLag) {}
