package io.isolde.store;

import io.isolde.stm.TransactionAction;
import io.isolde.stm.TransactionBody;
import io.isolde.stm.TransactionOptions;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A store whose commits survive the process. {@link Store#open} returns one for the URI of a
 * durable backend, such as {@code file:data/bank}.
 *
 * <p>A transaction that has returned is as durable as its {@link Durability} says. Until it
 * returns, for example while its thread waits for the disk, other transactions can see its changes
 * before they are durable; a transaction that depends on another never becomes durable before it.
 *
 * <p><b>Waiting.</b> The wait for the disk comes after the commit, which can no longer be rolled
 * back. The timeout of {@link #transact(TransactionOptions, TransactionBody)} bounds this wait as
 * well: when it passes, the transaction ends with {@link io.isolde.stm.AfterCommitException}, whose
 * cause is {@link DurabilityTimeoutException}, and is written in the background. A transaction that
 * another participant has vetoed at the last moment waits until no crash can bring it back. When
 * the timeout passes then, what the participant threw has such an exception suppressed in it. An
 * interrupt does not end these waits; it leaves the interrupt status set. {@link #checkpoint} and
 * {@link #backup} return when their work is done, which no timeout bounds.
 *
 * <p><b>Failure.</b> When the journal cannot be written, the transactions that wait for it end with
 * {@link io.isolde.stm.AfterCommitException}, and their outcome is unknown until the store has been
 * opened again. All later transactions that change something fail with {@link
 * StoreFailedException}, and change nothing. Reads still work.
 *
 * <p><b>Values</b> must be of classes that can be stored; see {@link io.isolde.store.codec.Codec}.
 * A transaction that writes any other value fails with {@link io.isolde.store.codec.CodecException}
 * before it changes anything.
 *
 * <p><b>Names.</b> A new name becomes durable with the first transaction that uses it. What is
 * stored under a name is read when the name is opened. A stored map cannot be opened inside a
 * snapshot, because the snapshot may be older than this read: that fails with {@link
 * IllegalStateException}.
 *
 * <p>Thread-safe.
 */
public interface DurableStore extends Store {
  /**
   * Runs {@code body} as a transaction that is as durable as {@code durability} says, whatever the
   * setting of the store is. Otherwise like {@link #transact(TransactionBody)}.
   *
   * {@snippet file="io/isolde/store/examples/StoreManualTest.java" region="durability"}
   *
   * <p><b>Inside a transaction.</b> The outermost {@code transact} of this store decides: with its
   * argument or, without one, with the setting of the store. Those inside it can only ask for more:
   * the strongest of their arguments counts. If a nested block is rolled back, it asks for nothing.
   *
   * <p>In a transaction that another store or {@code Stm.atomic} has begun, there may be several
   * outermost ones, one after the other. Then, too, the strongest counts; without an argument, at
   * least those count that write. What the transaction writes to this store before any argument is
   * given counts with the setting of the store. In a transaction of several durable stores, each of
   * them has a durability of its own.
   *
   * @param <T> the type of the result
   * @param <X> what the body may throw
   * @param durability how durable the transaction is at least when it returns
   * @param body what to do; may run more than once
   * @return the result of the attempt that committed
   * @throws X what {@code body} threw; nothing has changed
   * @throws IllegalStateException as {@link #transact(TransactionBody)}; nothing has changed
   * @throws io.isolde.stm.TransactionInterruptedException if the thread was interrupted while
   *     waiting before the commit; nothing has changed
   * @throws io.isolde.stm.AfterCommitException if the store has failed, or an after-commit hook has
   *     thrown; the transaction has committed
   */
  default <T extends @Nullable Object, X extends Throwable> T transact(
      Durability durability, TransactionBody<T, X> body) throws X {
    return transact(durability, TransactionOptions.DEFAULT, body);
  }

  /**
   * Runs {@code action} as a transaction that is as durable as {@code durability} says. Like {@link
   * #transact(Durability, TransactionBody)}, without a result.
   *
   * @param <X> what the action may throw
   * @param durability how durable the transaction is at least when it returns
   * @param action what to do; may run more than once
   * @throws X what {@code action} threw; nothing has changed
   */
  default <X extends Throwable> void transact(Durability durability, TransactionAction<X> action)
      throws X {
    transact(durability, TransactionOptions.DEFAULT, action);
  }

  /**
   * Runs {@code body} as a transaction with options that is as durable as {@code durability} says.
   * Like {@link #transact(Durability, TransactionBody)}; a timeout bounds the wait for the disk,
   * too.
   *
   * @param <T> the type of the result
   * @param <X> what the body may throw
   * @param durability how durable the transaction is at least when it returns
   * @param options name, timeout, limit of lost attempts
   * @param body what to do; may run more than once
   * @return the result of the attempt that committed
   * @throws X what {@code body} threw; nothing has changed
   * @throws io.isolde.stm.TransactionTimeoutException if the timeout passed before the commit;
   *     nothing has changed
   * @throws io.isolde.stm.AfterCommitException if the timeout passed after the commit, with {@link
   *     DurabilityTimeoutException} as its cause, or as {@link #transact(Durability,
   *     TransactionBody)}; the transaction has committed
   * @throws IllegalStateException inside any transaction if there is a timeout, or as {@link
   *     #transact(TransactionBody)}; nothing has changed
   */
  <T extends @Nullable Object, X extends Throwable> T transact(
      Durability durability, TransactionOptions options, TransactionBody<T, X> body) throws X;

  /**
   * Runs {@code action} as a transaction with options that is as durable as {@code durability}
   * says. Like {@link #transact(Durability, TransactionOptions, TransactionBody)}, without a
   * result.
   *
   * @param <X> what the action may throw
   * @param durability how durable the transaction is at least when it returns
   * @param options name, timeout, limit of lost attempts
   * @param action what to do; may run more than once
   * @throws X what {@code action} threw; nothing has changed
   */
  default <X extends Throwable> void transact(
      Durability durability, TransactionOptions options, TransactionAction<X> action) throws X {
    TransactionBody<@Nullable Void, X> body =
        () -> {
          action.run();
          return null;
        };
    transact(durability, options, body);
  }

  /**
   * Waits until everything that was committed before the call is on stable storage.
   *
   * @throws StoreFailedException if this cannot be ensured; the store accepts no more commits
   * @throws IllegalStateException if the store is closed or read-only
   */
  void force();

  /**
   * Waits like {@link #force()}, but for a limited time.
   *
   * @param timeout how long to wait at most; not at all if it is not positive
   * @return whether everything that was committed before the call is on stable storage; if not, it
   *     is still being written
   * @throws InterruptedException if interrupted while waiting; the commits are still being written
   * @throws StoreFailedException if this cannot be ensured; the store accepts no more commits
   * @throws IllegalStateException if the store is closed or read-only
   */
  boolean force(Duration timeout) throws InterruptedException;

  /**
   * Writes the whole content of the store, as of one instant, into a new file, from which the next
   * recovery begins. Deletes the part of the journal that the checkpoint covers. Writers continue
   * meanwhile. A store writes checkpoints by itself as its journal grows.
   *
   * <p>A checkpoint counts even if the files that it replaces cannot be deleted. A warning is
   * logged then, and the next checkpoint tries to delete them again.
   *
   * @throws StoreFailedException if the journal has failed; the failed checkpoint loses nothing
   * @throws java.io.UncheckedIOException if the checkpoint cannot be written; the store continues
   *     without it
   * @throws IllegalStateException if the store is closed or read-only
   */
  void checkpoint();

  /**
   * Writes the whole content of the store, as of one instant, into another directory, which can
   * then be opened as a store of its own. Writers continue meanwhile.
   *
   * @param directory new or empty
   * @throws IllegalArgumentException if {@code directory} contains files; nothing was written
   * @throws java.io.UncheckedIOException if the backup cannot be written; an incomplete backup
   *     cannot be opened
   * @throws IllegalStateException if the store is closed
   */
  void backup(Path directory);

  /**
   * The number of times that the journal was forced (fsync) since the store was opened. Divided by
   * the number of commits in that time, it shows how well group commit works. Does not block.
   *
   * @return never decreases; available on a closed store too
   */
  long forces();

  /**
   * What recovery found when the store was opened.
   *
   * @return always the same
   */
  Recovery recovery();
}
