package io.isolde.store.spi;

import io.isolde.stm.Stm;
import io.isolde.stm.TransactionBody;
import io.isolde.stm.TransactionOptions;
import io.isolde.store.Capability;
import io.isolde.store.StoreUri;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Base class of the stores whose transactions are not those of {@link Stm}: joins the transaction
 * that the calling thread is inside of, or begins one, and refuses to join any other. Thread-safe.
 */
public abstract class StandaloneStore extends AbstractStore {
  /** Makes an open store without names. */
  protected StandaloneStore(StoreUri uri, Set<Capability> capabilities) {
    super(uri, capabilities);
  }

  /**
   * Executes a transaction; called outside of transactions. Runs {@code body} in attempts between
   * {@link ExclusiveTransaction#begin} and {@link ExclusiveTransaction#end}, and their hooks
   * outside, on the calling thread.
   *
   * @param options name, timeout, limit of lost attempts
   * @param asSnapshot whether the body may only read
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
   * The attempt that the calling thread is inside of; null outside of transactions.
   *
   * @throws IllegalStateException inside a transaction that is not this store's
   */
  protected final @Nullable StandaloneAttempt present() {
    StandaloneAttempt present = ExclusiveTransaction.requireNoneBut(this);
    if (Stm.inTransaction()) {
      throw ExclusiveTransaction.refused(this, "an Stm transaction");
    }
    return present;
  }
}
