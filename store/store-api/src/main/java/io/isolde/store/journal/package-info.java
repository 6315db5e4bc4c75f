/**
 * The journal of durable stores: what has been committed, in order, on stable storage.
 *
 * <p>All access to files goes through {@link io.isolde.store.journal.Storage} and {@link
 * io.isolde.store.journal.StorageFile}. {@link io.isolde.store.journal.Journal} takes records and
 * forces them for many committers at a time, {@link io.isolde.store.journal.JournalScan} finds them
 * again, {@link io.isolde.store.journal.Checkpoint} and {@link io.isolde.store.journal.Manifest}
 * allow the journal to be cut. None of them knows what the records mean; {@link
 * io.isolde.store.journal.Operation} does. Not exported.
 */
@NullMarked
package io.isolde.store.journal;

import org.jspecify.annotations.NullMarked;
