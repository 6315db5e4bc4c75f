/**
 * The journal of durable stores: the commits, in order, on stable storage.
 *
 * <p>All access to files goes through {@link io.isolde.store.file.storage.Storage} and {@link
 * io.isolde.store.file.storage.StorageFile}. {@link io.isolde.store.file.journal.Journal} takes
 * records and forces them for many committers at a time, {@link
 * io.isolde.store.file.journal.JournalScan} reads them back, and {@link
 * io.isolde.store.file.journal.Checkpoint} and {@link io.isolde.store.file.journal.Manifest} allow
 * the journal to be trimmed. None of them knows what the records mean; {@link
 * io.isolde.store.file.record.RedoOperation} does. Not exported.
 */
@NullMarked
package io.isolde.store.file.journal;

import org.jspecify.annotations.NullMarked;
