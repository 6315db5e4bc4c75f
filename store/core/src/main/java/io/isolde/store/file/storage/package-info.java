/**
 * The storage of durable stores: files with names, in a directory or in a test.
 *
 * <p>{@link io.isolde.store.file.storage.Storage} is the seam: all access to the files of the
 * journal and the checkpoints goes through it, so that tests control every write and every force.
 * Exported to backends whose maps have files of their own.
 */
@NullMarked
package io.isolde.store.file.storage;

import org.jspecify.annotations.NullMarked;
