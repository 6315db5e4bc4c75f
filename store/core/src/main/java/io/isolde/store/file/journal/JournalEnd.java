package io.isolde.store.file.journal;

/**
 * The position at which a journal that was read can be continued. Immutable.
 *
 * @param segment the number of the first record of the last segment
 * @param position where its last record ends
 */
record JournalEnd(long segment, long position) {}
