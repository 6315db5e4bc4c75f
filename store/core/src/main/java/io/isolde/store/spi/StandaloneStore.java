package io.isolde.store.spi;

import io.isolde.stm.Stm;
import io.isolde.stm.TransactionBody;
import io.isolde.stm.TransactionOptions;
import io.isolde.store.Capability;
import io.isolde.store.StoreUri;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Base class of the stores whose transactions are not those of {@link Stm}: runs transactions of
 * all kinds through one method, and refuses to join any other transaction. Thread-safe.
 */
public abstract class StandaloneStore extends AbstractStore {
  /** Makes an open store without names. */
  protected StandaloneStore(StoreUri uri, Set<Capability> capabilities) {
    super(uri, capabilities);
  }

  /**
   * Runs {@code body} as a transaction, or as a part of the calling thread's transaction.
   *
   * @param timeout how long to wait at most, not negative; null for no limit
   * @param asSnapshot whether the body may only read
   */
  protected abstract <T extends @Nullable Object, X extends Throwable> T run(
      @Nullable Duration timeout, boolean asSnapshot, TransactionBody<T, X> body) throws X;

  @Override
  public final <T extends @Nullable Object, X extends Throwable> T transact(
      TransactionBody<T, X> body) throws X {
    return run(null, false, body);
  }

  @Override
  public final <T extends @Nullable Object, X extends Throwable> T transact(
      Duration timeout, TransactionBody<T, X> body) throws X {
    return run(checked(timeout), false, body);
  }

  @Override
  public final <T extends @Nullable Object, X extends Throwable> T snapshot(
      TransactionBody<T, X> body) throws X {
    return run(null, true, body);
  }

  @Override
  public final <T extends @Nullable Object, X extends Throwable> T snapshot(
      Duration timeout, TransactionBody<T, X> body) throws X {
    return run(checked(timeout), true, body);
  }

  private @Nullable Duration checked(Duration timeout) {
    requireOutsideForTimeout();
    return TransactionOptions.timeout(timeout).timeout();
  }

  /** Throws if the calling thread is inside a transaction that is not this store's. */
  protected final void requireJoinable() {
    ExclusiveTransaction.requireNoneBut(this);
    if (Stm.inTransaction()) {
      throw ExclusiveTransaction.refused(this, "an Stm transaction");
    }
  }
}
