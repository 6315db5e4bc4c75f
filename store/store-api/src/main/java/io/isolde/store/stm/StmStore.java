package io.isolde.store.stm;

import io.isolde.stm.BooleanRef;
import io.isolde.stm.Stm;
import io.isolde.stm.TransactionBody;
import io.isolde.stm.TransactionInterruptedException;
import io.isolde.stm.TransactionOptions;
import io.isolde.stm.collection.TSortedMap;
import io.isolde.store.Capability;
import io.isolde.store.StoreCounter;
import io.isolde.store.StoreMap;
import io.isolde.store.StoreRef;
import io.isolde.store.StoreSortedMap;
import io.isolde.store.StoreUri;
import io.isolde.store.backend.AbstractStore;
import io.isolde.store.backend.ExclusiveTransaction;
import java.time.Duration;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;

/** A store whose transactions are those of {@link Stm}. Thread-safe. */
final class StmStore extends AbstractStore {
  /*
   * Idea. Maps are transactional maps, refs and counters are Stm refs, and a transaction is Stm.atomic. That the store is closed
   * is a ref as well, which every operation reads:
   *
   *   in a transaction  the flag joins the read set; so a transaction that used the open store
   *                     commits before the close, or is lost, finds the store closed, and fails;
   *                     and one that waits in retry is woken by the close
   *   outside           a write that is overtaken by the close can no longer be seen by anybody,
   *                     and passes for one that came before it
   */
  private final BooleanRef closed = BooleanRef.named(this + " is closed", false);

  StmStore(StoreUri uri) {
    super(uri, EnumSet.complementOf(EnumSet.of(Capability.CHANGES)));
  }

  @Override
  public <T extends @Nullable Object, X extends Throwable> T transact(TransactionBody<T, X> body)
      throws X {
    requireUsable();
    return Stm.atomic(body);
  }

  @Override
  public <T extends @Nullable Object, X extends Throwable> T snapshot(TransactionBody<T, X> body)
      throws X {
    requireUsable();
    return Stm.snapshot(body);
  }

  @Override
  public <T extends @Nullable Object, X extends Throwable> T transact(
      Duration timeout, TransactionBody<T, X> body) throws X {
    requireOutsideForTimeout();
    requireUsable();
    return Stm.atomic(TransactionOptions.timeout(timeout), body);
  }

  @Override
  public <T extends @Nullable Object, X extends Throwable> T snapshot(
      Duration timeout, TransactionBody<T, X> body) throws X {
    requireOutsideForTimeout();
    requireUsable();
    return Stm.snapshot(TransactionOptions.timeout(timeout), body);
  }

  @Override
  public Error retry() {
    requireUsable();
    return Stm.retry();
  }

  /** Every operation starts here. */
  void requireUsable() {
    ExclusiveTransaction.requireNoneBut(this);
    if (closed.get()) {
      throw closedException();
    }
  }

  @Override
  protected <K, V> StoreMap<K, V> newMap(String name, Class<K> keyType, Class<V> valueType) {
    return new StmStoreMap<>(this, name, keyType, valueType);
  }

  @Override
  protected <K extends Comparable<? super K>, V> StoreSortedMap<K, V> newSortedMap(
      String name, Class<K> keyType, Class<V> valueType) {
    return new StmStoreSortedMap<>(this, name, keyType, valueType, new TSortedMap<>());
  }

  @Override
  protected <T> StoreRef<T> newRef(String name, Class<T> type, T initial) {
    return new StmStoreRef<>(this, name, type, initial);
  }

  @Override
  protected StoreCounter newCounter(String name) {
    return new StmStoreCounter(this, name);
  }

  @Override
  protected boolean isClosed() {
    return closed.peek();
  }

  @Override
  protected void shut() {
    boolean interrupted = false;
    while (!closed.get()) {
      try {
        closed.set(true);
      } catch (TransactionInterruptedException e) {
        interrupted |= Thread.interrupted();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
