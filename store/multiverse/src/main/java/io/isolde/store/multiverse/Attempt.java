package io.isolde.store.multiverse;

import io.isolde.store.Change;
import io.isolde.store.spi.StandaloneAttempt;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.multiverse.api.LockMode;
import org.multiverse.api.exceptions.ReadWriteConflict;
import org.multiverse.stms.gamma.GammaConstants;
import org.multiverse.stms.gamma.transactionalobjects.GammaTxnRef;
import org.multiverse.stms.gamma.transactionalobjects.Tranlocal;
import org.multiverse.stms.gamma.transactions.fat.FatVariableLengthGammaTxn;

/**
 * One attempt to execute a transaction's body: a Multiverse transaction, with a log of its writes,
 * because Multiverse cannot undo a nested block alone. Thread-confined.
 */
final class Attempt extends StandaloneAttempt {
  /*
   * Multiverse determines whether the attempt is alive: it aborts, and releases all locks, at the
   * first lock that it does not get. From then on every operation throws GivenUp, and so does the
   * commit, so a body that swallows GivenUp gains nothing.
   *
   * An attempt that calls retry keeps its locks until it ends, so that its waiter notes the values
   * that it has read. What an alternative has read stays locked, too.
   */
  private record Write(GammaTxnRef<Object> cell, Object before, Change change) {}

  private final MultiverseStore store;
  private final boolean alone;
  private final FatVariableLengthGammaTxn transaction;
  private final List<Write> writes = new ArrayList<>();
  private Waiters.@Nullable Waiter waiter;

  Attempt(MultiverseStore store, boolean alone, FatVariableLengthGammaTxn transaction) {
    super(store);
    this.store = store;
    this.alone = alone;
    this.transaction = transaction;
  }

  /** Reads, and prevents others from writing until the attempt ends. */
  Object get(GammaTxnRef<Object> cell) {
    return locking(() -> cell.get(transaction));
  }

  /** Reads before a write: as {@link #get}, but prevents others from reading as well. */
  Object getToSet(GammaTxnRef<Object> cell) {
    requireWritable();
    return locking(() -> cell.getAndLock(transaction, LockMode.Write));
  }

  /**
   * Writes, and prevents others from reading and writing until the attempt ends. Returns the
   * previous value; {@code change} describes the write to subscribers.
   */
  Object set(GammaTxnRef<Object> cell, Object value, Change change) {
    requireWritable();
    Object before = locking(() -> cell.getAndSet(transaction, value));
    writes.add(new Write(cell, before, change));
    return before;
  }

  private Object locking(Supplier<Object> operation) {
    requireNotRetrying();
    if (isGivenUp()) {
      throw new GivenUp();
    }
    try {
      return operation.get();
    } catch (ReadWriteConflict e) {
      throw new GivenUp();
    }
  }

  @Override
  protected int mark() {
    return writes.size();
  }

  @Override
  protected void rollbackTo(int mark) {
    List<Write> undone = writes.subList(mark, writes.size());
    if (!isGivenUp()) {
      undone.reversed().forEach(write -> write.cell.set(transaction, write.before));
    }
    undone.clear();
  }

  /** The cells that were read or written; these are the locked ones. */
  private List<GammaTxnRef<?>> cells() {
    List<GammaTxnRef<?>> cells = new ArrayList<>();
    for (Tranlocal<?> opened : transaction.array) {
      if (opened != null) {
        cells.add((GammaTxnRef<?>) opened.owner);
      }
    }
    return cells;
  }

  /** The waiter, if the attempt has ended in order to wait for a change; otherwise null. */
  Waiters.@Nullable Waiter waiter() {
    return waiter;
  }

  /** Whether the attempt has lost. */
  boolean isGivenUp() {
    return transaction.status == GammaConstants.TX_ABORTED;
  }

  /**
   * Commits, publishes to subscribers, if there are any, and wakes those that wait for a change.
   */
  void commit() {
    if (writes.isEmpty()) {
      commitTransaction();
    } else {
      store.publication().publish(this::commitTransaction, this::changes);
      wakeWaiters();
    }
  }

  private void commitTransaction() {
    locking(
        () -> {
          transaction.commit();
          return this;
        });
  }

  private List<Change> changes() {
    return writes.stream().map(Write::change).toList();
  }

  private void wakeWaiters() {
    Waiters waiters = store.waiters();
    if (!waiters.isEmpty()) {
      writes.forEach(write -> waiters.wake(write.cell));
    }
  }

  /** Whether the attempt committed, and wrote something. */
  boolean hasChanged() {
    return transaction.status == GammaConstants.TX_COMMITTED && !writes.isEmpty();
  }

  /** Undoes everything, unless the attempt committed; returns the transaction, which has ended. */
  FatVariableLengthGammaTxn endTransaction() {
    if (transaction.isAlive()) {
      try {
        waiter = isRetrying() ? store.waiters().newWaiter(cells()) : null;
      } finally {
        transaction.abort();
      }
    }
    return transaction;
  }

  /** Whether all other attempts must wait until this one ends. */
  boolean isAlone() {
    return alone;
  }
}
