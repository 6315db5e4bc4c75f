package io.isolde.store.spi;

import io.isolde.stm.AfterCommitException;
import io.isolde.stm.Stm;
import io.isolde.stm.TooManyAttemptsException;
import io.isolde.stm.TransactionBody;
import io.isolde.stm.TransactionInterruptedException;
import io.isolde.stm.TransactionOptions;
import io.isolde.stm.TransactionTimeoutException;
import io.isolde.store.Capability;
import io.isolde.store.StoreUri;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Base class of the stores whose transactions are not those of {@link Stm}: joins the calling
 * thread's transaction on this store, or begins one, and refuses to join any other. Thread-safe.
 */
public abstract class StandaloneStore extends AbstractStore {
  /**
   * Makes a store in which no name was opened yet.
   *
   * @param uri the URI with which the store is opened
   * @param capabilities what the store promises beyond the common contract, not {@link
   *     Capability#JOINS_STM}; copied
   */
  protected StandaloneStore(StoreUri uri, Set<Capability> capabilities) {
    super(uri, capabilities);
  }

  /**
   * Executes a transaction; called outside of transactions, also if the store is closed. Makes
   * attempts until one commits or fails for good. Each runs {@code body} in {@link
   * StandaloneAttempt#block}, on any one thread, between {@link ExclusiveTransaction#begin} and
   * {@link ExclusiveTransaction#end} on that thread.
   *
   * <p>The hooks of an attempt run after it, outside of transactions, on the calling thread; if its
   * caller has left before the attempt ended, on a thread of their own. After-rollback hooks run
   * before the next attempt.
   *
   * <p>May block: for the transaction's turn, for a change after {@code retry}, and after the
   * commit for room in the buffers of subscribers.
   *
   * @param <T> the type of the result
   * @param <X> what the body may throw
   * @param options name, timeout, limit of lost attempts
   * @param asSnapshot whether the body may only read
   * @param body what to do; may run more than once
   * @return the result of the attempt that committed
   * @throws X what {@code body} threw; nothing has changed
   * @throws IllegalStateException if the store is closed, now or before the commit; nothing has
   *     changed
   * @throws TransactionTimeoutException if the timeout passed; nothing has changed
   * @throws TooManyAttemptsException if the limit of lost attempts was reached; nothing has changed
   * @throws TransactionInterruptedException if the thread was interrupted while it waited; nothing
   *     has changed, and its interrupt status is set
   * @throws AfterCommitException if an after-commit hook threw; the transaction has committed
   */
  protected abstract <T extends @Nullable Object, X extends Throwable> T execute(
      TransactionOptions options, boolean asSnapshot, TransactionBody<T, X> body) throws X;

  private <T extends @Nullable Object, X extends Throwable> T run(
      TransactionOptions options, boolean asSnapshot, TransactionBody<T, X> body) throws X {
    StandaloneAttempt present = present();
    return present == null ? execute(options, asSnapshot, body) : present.block(asSnapshot, body);
  }

  @Override
  public final <T extends @Nullable Object, X extends Throwable> T transact(
      TransactionBody<T, X> body) throws X {
    return run(TransactionOptions.DEFAULT, false, body);
  }

  @Override
  public final <T extends @Nullable Object, X extends Throwable> T transact(
      TransactionOptions options, TransactionBody<T, X> body) throws X {
    requireUnboundedInside(options);
    return run(options, false, body);
  }

  @Override
  public final <T extends @Nullable Object, X extends Throwable> T snapshot(
      TransactionBody<T, X> body) throws X {
    return run(TransactionOptions.DEFAULT, true, body);
  }

  @Override
  public final <T extends @Nullable Object, X extends Throwable> T snapshot(
      TransactionOptions options, TransactionBody<T, X> body) throws X {
    requireUnboundedInside(options);
    return run(options, true, body);
  }

  @Override
  public final Error retry() {
    StandaloneAttempt inside = requireInside("retry");
    if (!inside.hasAlternative() && !capabilities().contains(Capability.RETRY)) {
      throw lacks(Capability.RETRY, "cannot wait for a change");
    }
    throw inside.retry();
  }

  @Override
  public final <T extends @Nullable Object, X extends Throwable> T orElse(
      TransactionBody<T, X> first, TransactionBody<T, X> second) throws X {
    return run(
        TransactionOptions.DEFAULT, false, () -> requireInside("orElse").orElse(first, second));
  }

  @Override
  public final void afterCommit(Runnable hook) {
    requireInside("afterCommit").afterCommit(hook);
  }

  @Override
  public final void afterRollback(Runnable hook) {
    requireInside("afterRollback").afterRollback(hook);
  }

  private StandaloneAttempt requireInside(String asked) {
    StandaloneAttempt present = present();
    requireOpen();
    if (present == null) {
      throw outside(asked);
    }
    return present;
  }

  /**
   * The attempt of this store that the calling thread is inside of. An operation calls this first;
   * it does not ask whether the store is closed.
   *
   * @return the attempt; null outside of transactions
   * @throws IllegalStateException inside a transaction of another store, or an {@link Stm}
   *     transaction, even one that was begun inside the attempt; nothing has changed
   */
  protected final @Nullable StandaloneAttempt present() {
    StandaloneAttempt present = ExclusiveTransaction.requireNoneBut(this);
    if (Stm.inTransaction()) {
      throw ExclusiveTransaction.refused(this, "an Stm transaction");
    }
    return present;
  }
}
