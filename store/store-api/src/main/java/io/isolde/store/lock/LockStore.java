package io.isolde.store.lock;

import io.isolde.stm.Stm;
import io.isolde.stm.TransactionBody;
import io.isolde.stm.TransactionInterruptedException;
import io.isolde.store.Capability;
import io.isolde.store.StoreCounter;
import io.isolde.store.StoreRef;
import io.isolde.store.StoreUri;
import io.isolde.store.backend.AbstractStore;
import io.isolde.store.backend.ExclusiveTransaction;
import java.util.EnumSet;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A store whose transactions hold one lock: each runs alone, once. Thread-safe.
 *
 * <p>Every operation, a mere read as well, waits for the transaction under way, and for as long as
 * that takes.
 */
final class LockStore extends AbstractStore {
  /*
   * Idea. Whoever holds the lock changes refs and counters in place, and notes for each write how
   * to take it back. A block that throws takes back what was written since it began; the outermost
   * one that does not forgets the notes.
   *
   * I1  Values of refs and counters, undo and readOnly are touched by the lock's holder alone.
   * I2  When nobody holds the lock, undo is empty and readOnly is false (assertInvariants).
   * I3  A thread that holds the lock is inside no other transaction, but for those of plain Stm
   *     refs which the body began; and those do not use this store.
   *
   * Locks. User code runs under the lock: that is this backend's idea. No store's lock is waited
   * for under another's, because of I3.
   *
   * Progress. The lock is not fair, because handing it over in order costs several times as much;
   * so a transaction may be overtaken for long by threads that come back at once.
   */
  private final ReentrantLock lock = new ReentrantLock();
  private final UndoLog undo = new UndoLog();
  private boolean readOnly;

  /** Written under the lock; volatile, because opening a name does not wait for it. */
  private volatile boolean closed;

  LockStore(StoreUri uri) {
    super(uri, EnumSet.of(Capability.ATOMIC_OVER_KEYS));
  }

  @Override
  public <T extends @Nullable Object, X extends Throwable> T transact(TransactionBody<T, X> body)
      throws X {
    return locked(false, body);
  }

  @Override
  public <T extends @Nullable Object, X extends Throwable> T snapshot(TransactionBody<T, X> body)
      throws X {
    return locked(true, body);
  }

  @Override
  public Error retry() {
    throw new UnsupportedOperationException(
        this + " cannot wait for a change: it lacks the capability " + Capability.RETRY);
  }

  private <T extends @Nullable Object, X extends Throwable> T locked(
      boolean asSnapshot, TransactionBody<T, X> body) throws X {
    requireUsable();
    acquire();
    int mark = undo.mark();
    boolean readOnlyAround = readOnly;
    try {
      enter(asSnapshot);
      return body.run();
    } catch (Throwable t) {
      undo.rollbackTo(mark);
      throw t;
    } finally {
      readOnly = readOnlyAround;
      release();
    }
  }

  private void requireUsable() {
    ExclusiveTransaction.requireNoneBut(this);
    if (Stm.inTransaction()) {
      throw ExclusiveTransaction.refused(this, "an Stm transaction");
    }
  }

  private void acquire() {
    if (!lock.tryLock()) {
      try {
        lock.lockInterruptibly();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new TransactionInterruptedException(
            "transaction of " + this, 0, "waited for the lock");
      }
    }
  }

  private void enter(boolean asSnapshot) {
    if (closed) {
      throw closedException();
    }
    readOnly |= asSnapshot;
    ExclusiveTransaction.begin(this);
  }

  private void release() {
    if (lock.getHoldCount() == 1) {
      undo.clear();
      ExclusiveTransaction.end();
    }
    lock.unlock();
  }

  /** Every write starts here; {@code undoStep} takes it back. */
  void beforeWrite(Runnable undoStep) {
    if (readOnly) {
      throw new IllegalStateException(
          "write in a snapshot of " + this + ", which is read-only; use transact");
    }
    undo.add(undoStep);
  }

  /** Checks I2; called when no transaction is under way. */
  void assertInvariants() {
    lock.lock();
    try {
      if (undo.mark() != 0 || readOnly) {
        throw new AssertionError(
            this + ": steps to undo " + undo.mark() + ", read-only " + readOnly);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  protected <T> StoreRef<T> newRef(String name, Class<T> type, T initial) {
    return new LockStoreRef<>(this, name, type, initial);
  }

  @Override
  protected StoreCounter newCounter(String name) {
    return new LockStoreCounter(this, name);
  }

  @Override
  protected boolean isClosed() {
    return closed;
  }

  @Override
  protected void shut() {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
  }
}
