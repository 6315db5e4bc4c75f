package io.isolde.store.multiverse;

import io.isolde.stm.TransactionBody;
import io.isolde.store.Change;
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
 * One attempt to execute a transaction's body: a Multiverse transaction, extended by what
 * Multiverse lacks: nested blocks that fail alone, and read-only blocks. Thread-confined.
 */
final class Attempt {
  /*
   * Multiverse determines whether the attempt is alive: it aborts, and releases all locks, at the
   * first lock that it does not get. From then on every operation throws GivenUp, and so does the
   * commit, so a body that swallows GivenUp gains nothing.
   */
  private record Write(GammaTxnRef<Object> cell, Object before, Change change) {}

  private final MultiverseStore store;
  private final boolean alone;
  private final FatVariableLengthGammaTxn transaction;
  private final List<Write> writes = new ArrayList<>();
  private boolean readOnly;
  private Waiters.@Nullable Waiter waiter;

  Attempt(MultiverseStore store, boolean alone, FatVariableLengthGammaTxn transaction) {
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

  private void requireWritable() {
    if (readOnly) {
      throw new IllegalStateException(
          "write in a snapshot of " + store + ", which is read-only; use transact");
    }
  }

  private Object locking(Supplier<Object> operation) {
    if (isGivenUp()) {
      throw new GivenUp();
    }
    try {
      return operation.get();
    } catch (ReadWriteConflict e) {
      throw new GivenUp();
    }
  }

  /** Runs a block of the attempt; if it throws, its own effects are undone. */
  <T extends @Nullable Object, X extends Throwable> T run(
      boolean asSnapshot, TransactionBody<T, X> body) throws X {
    int begin = writes.size();
    boolean readOnlyAround = readOnly;
    readOnly |= asSnapshot;
    try {
      return body.run();
    } catch (Throwable t) {
      undo(begin);
      throw t;
    } finally {
      readOnly = readOnlyAround;
    }
  }

  private void undo(int begin) {
    List<Write> own = writes.subList(begin, writes.size());
    if (!isGivenUp()) {
      own.reversed().forEach(write -> write.cell.set(transaction, write.before));
    }
    own.clear();
  }

  /** Gives up the attempt; the next one begins when something that was read has changed. */
  GivenUp giveUpToWait() {
    if (!isGivenUp()) {
      waiter = store.waiters().enter(cells());
      transaction.abort();
    }
    return new GivenUp();
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

  /** The waiter, if the attempt was given up to wait for a change; otherwise null. */
  Waiters.@Nullable Waiter waiter() {
    return waiter;
  }

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
  FatVariableLengthGammaTxn end() {
    if (transaction.isAlive()) {
      transaction.abort();
    }
    return transaction;
  }

  /** Whether all other attempts must wait until this one ends. */
  boolean isAlone() {
    return alone;
  }
}
