package io.isolde.store;

import org.jspecify.annotations.Nullable;

/**
 * What a durable store found when it was opened. Immutable.
 *
 * @param checkpointRecords how many records the checkpoint had
 * @param journalRecords how many records of the journal were behind it
 * @param tornTail what a crash has left of records that were never acknowledged, and where: it was
 *     cut off; null if there was nothing
 */
public record Recovery(long checkpointRecords, long journalRecords, @Nullable String tornTail) {}
