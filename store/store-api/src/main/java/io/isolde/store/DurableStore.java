package io.isolde.store;

import java.nio.file.Path;
import java.time.Duration;

/**
 * A store whose commits survive the process. {@link Store#open} returns one for the URI of a
 * durable backend, as {@code file:data/bank}.
 *
 * <p>A transaction that has returned is as durable as its {@link Durability} says. A transaction
 * that is under way, or whose thread waits for the disk, can be seen by others before it is
 * durable; those that depend on it become durable after it.
 *
 * <p><b>Waiting.</b> The wait for the disk comes after the commit, when there is nothing left to
 * take back. The timeout of {@link #transact(Duration, io.isolde.stm.TransactionBody)} bounds it as
 * well: when it is over, the transaction ends with {@link io.isolde.stm.AfterCommitException},
 * whose cause is {@link DurabilityTimeoutException}, and is written in the background. An interrupt
 * is kept for later. {@link #checkpoint} and {@link #backup} are work rather than waiting: they end
 * when it is done.
 *
 * <p><b>Failure.</b> When the journal cannot be written, the transactions that wait for it end with
 * {@link io.isolde.stm.AfterCommitException}, and their outcome is unknown until the store has been
 * opened again; all further ones that change something fail with {@link StoreFailedException}, and
 * change nothing. Reading goes on.
 *
 * <p><b>Values</b> must be of classes that can be stored: see {@link io.isolde.store.codec.Codec}.
 * A transaction that writes another value fails with {@link io.isolde.store.codec.CodecException}
 * before it changes anything.
 *
 * <p><b>Names.</b> A new name is durable with the first transaction that uses it. What was stored
 * under a name is read when the name is opened. A map of before cannot be opened inside a snapshot,
 * which may be older than that: it is refused with {@link IllegalStateException}.
 *
 * <p>Thread-safe.
 */
public interface DurableStore extends Store {
  /**
   * Waits until everything that has been committed is on stable storage.
   *
   * @throws StoreFailedException if that cannot be said; the store accepts no commits any more
   * @throws IllegalStateException if the store is closed or read-only
   */
  void force();

  /**
   * The same for a limited time.
   *
   * @param timeout how long to wait at most; not at all if it is not positive
   * @return whether everything is on stable storage that had been committed before the call; if
   *     not, it is on its way there
   * @throws InterruptedException if interrupted while waiting; it is on its way there
   * @throws StoreFailedException if that cannot be said; the store accepts no commits any more
   * @throws IllegalStateException if the store is closed or read-only
   */
  boolean force(Duration timeout) throws InterruptedException;

  /**
   * Writes all that is in the store, as of one instant, into a new file, from which recovery begins
   * the next time; what the journal says of the time before is deleted. Writers go on meanwhile. A
   * store does this by itself when its journal has grown.
   *
   * @throws StoreFailedException if the journal has failed; nothing is lost by this
   * @throws java.io.UncheckedIOException if the checkpoint cannot be written; the store goes on
   *     without it
   * @throws IllegalStateException if the store is closed or read-only
   */
  void checkpoint();

  /**
   * Writes all that is in the store, as of one instant, into another directory, which can then be
   * opened as a store of its own. Writers go on meanwhile.
   *
   * @param directory new or empty
   * @throws IllegalArgumentException if it has files in it; nothing was written
   * @throws java.io.UncheckedIOException if the backup cannot be written; what there is of it
   *     cannot be opened
   * @throws IllegalStateException if the store is closed
   */
  void backup(Path directory);

  /**
   * How often the journal was forced since the store was opened. Divided by the number of commits
   * meanwhile, it says how well committers share forces. Does not block.
   *
   * @return never decreases; may be asked of a closed store
   */
  long forces();

  /**
   * What was found when the store was opened.
   *
   * @return always the same
   */
  Recovery recovery();
}
