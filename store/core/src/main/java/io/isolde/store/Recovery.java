package io.isolde.store;

import org.jspecify.annotations.Nullable;

/**
 * What a durable store found when it was opened. Immutable.
 *
 * @param checkpointRecords how many records the checkpoint had
 * @param journalRecords how many journal records followed the checkpoint
 * @param tornTail what a crash left of records that were never acknowledged as durable, and where;
 *     opening cut it off, or ignored it if the store is read-only; null if there was nothing
 */
public record Recovery(long checkpointRecords, long journalRecords, @Nullable String tornTail) {}
