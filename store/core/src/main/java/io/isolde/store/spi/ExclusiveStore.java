package io.isolde.store.spi;

import io.isolde.stm.TransactionBody;
import io.isolde.stm.TransactionInterruptedException;
import io.isolde.stm.TransactionTimeoutException;
import io.isolde.store.Capability;
import io.isolde.store.StoreCounter;
import io.isolde.store.StoreMap;
import io.isolde.store.StoreRef;
import io.isolde.store.StoreSortedMap;
import io.isolde.store.StoreUri;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Base class of the stores whose transactions run one at a time. A subclass decides how a body gets
 * its turn. Thread-safe.
 *
 * <p>Every operation, even a read, waits for the transaction under way, however long that takes.
 */
public abstract class ExclusiveStore extends StandaloneStore {
  /*
   * Idea. The thread that has the turn changes maps, refs and counters in place, and records for
   * each write how to undo it. A block that throws undoes what was written since it began. If the
   * outermost block does not throw, it publishes what was written, and discards the records.
   *
   * I1  State, undo and readOnly are accessed only by the thread that has the turn.
   * I2  When no thread has the turn, undo is empty and readOnly is false (assertInvariants).
   * I3  A thread that has the turn is inside no other transaction, except transactions of plain Stm
   *     refs that the body began; and those do not use this store.
   * I4  The next thread that has the turn sees the state, because each turn happens-before the
   *     next.
   *
   * Locks. User code runs within the turn, which is the idea of these backends. No thread waits for
   * the turn of one store while it has the turn of another, because of I3.
   */
  private final UndoLog undo = new UndoLog();
  private boolean readOnly;

  /** Written in the last turn; volatile, because opening a name does not wait for a turn. */
  private volatile boolean closed;

  /**
   * Makes an open store without names, whose transactions can use any number of names, and whose
   * changes can be observed.
   */
  protected ExclusiveStore(StoreUri uri, Capability... more) {
    super(uri, with(more));
  }

  private static Set<Capability> with(Capability... more) {
    Set<Capability> all = EnumSet.of(Capability.ATOMIC_OVER_KEYS, Capability.CHANGES);
    all.addAll(List.of(more));
    return all;
  }

  /**
   * Runs {@code body} when it has its turn, on any thread. No other body runs at the same time, and
   * all earlier bodies happen-before this one.
   *
   * @param timeout how long to wait at most; null for no limit
   * @return what {@code body} returned
   * @throws X what {@code body} threw, unchanged
   * @throws TransactionTimeoutException if the timeout passed; the body does not run, or {@link
   *     #commit} throws at its end
   * @throws TransactionInterruptedException if the calling thread was interrupted while it waited;
   *     the body does not run, or {@link #commit} throws at its end
   */
  protected abstract <T extends @Nullable Object, X extends Throwable> T turn(
      @Nullable Duration timeout, TransactionBody<T, X> body) throws X;

  /**
   * Called within the turn when the body of the outermost block has returned. Its changes stay,
   * unless this throws.
   */
  protected void commit() {}

  /** For the thread that has the turn: whether there are changes that can still be undone. */
  protected final boolean hasChanges() {
    return undo.mark() != 0;
  }

  /**
   * Runs {@code action}, which is not a transaction, when it has its turn, regardless of
   * interrupts, and even after the store was closed. What it throws reaches the caller.
   */
  protected abstract void turnUninterruptibly(Runnable action);

  @Override
  protected final <T extends @Nullable Object, X extends Throwable> T run(
      @Nullable Duration timeout, boolean asSnapshot, TransactionBody<T, X> body) throws X {
    requireJoinable();
    return ExclusiveTransaction.isOpen()
        ? block(asSnapshot, body)
        : alone(timeout, () -> block(asSnapshot, body));
  }

  /** Runs the outermost block in a turn, and then waits for room at subscribers if it published. */
  private <T extends @Nullable Object, X extends Throwable> T alone(
      @Nullable Duration timeout, TransactionBody<T, X> block) throws X {
    Deadline deadline = Deadline.after(timeout);
    Outermost<T, X> outermost = new Outermost<>(block);
    T result = turn(timeout, outermost);
    if (outermost.published) {
      stream().awaitRoom(deadline);
    }
    return result;
  }

  /**
   * A whole transaction: the outermost block, with what precedes and follows it in the same turn.
   */
  private final class Outermost<T extends @Nullable Object, X extends Throwable>
      implements TransactionBody<T, X> {
    private final TransactionBody<T, X> block;
    private boolean published;

    Outermost(TransactionBody<T, X> block) {
      this.block = block;
    }

    @Override
    public T run() throws X {
      if (closed) {
        throw closedException();
      }
      ExclusiveTransaction.begin(ExclusiveStore.this);
      try {
        T result = block.run();
        commit();
        publish();
        return result;
      } catch (Throwable t) {
        undo.rollbackTo(0);
        throw t;
      } finally {
        undo.clear();
        ExclusiveTransaction.end();
      }
    }

    private void publish() {
      if (undo.mark() > 0 && stream().isObserved()) {
        published = true;
        stream().publish(undo.changes());
      }
    }
  }

  private <T extends @Nullable Object, X extends Throwable> T block(
      boolean asSnapshot, TransactionBody<T, X> body) throws X {
    int mark = undo.mark();
    boolean readOnlyAround = readOnly;
    readOnly |= asSnapshot;
    try {
      return body.run();
    } catch (Throwable t) {
      undo.rollbackTo(mark);
      throw t;
    } finally {
      readOnly = readOnlyAround;
    }
  }

  /** Every write calls this first. */
  final void beforeWrite(Write write) {
    if (readOnly) {
      throw new IllegalStateException(
          "write in a snapshot of " + this + ", which is read-only; use transact");
    }
    undo.add(write);
  }

  /** Checks I2. */
  public final void assertInvariants() {
    turnUninterruptibly(
        () -> {
          if (undo.mark() != 0 || readOnly) {
            throw new AssertionError(
                this + ": steps to undo " + undo.mark() + ", read-only " + readOnly);
          }
        });
  }

  @Override
  protected final <K, V> StoreMap<K, V> newMap(String name, Class<K> keyType, Class<V> valueType) {
    return new ExclusiveMap<>(this, name, keyType, valueType);
  }

  @Override
  protected final <K extends Comparable<? super K>, V> StoreSortedMap<K, V> newSortedMap(
      String name, Class<K> keyType, Class<V> valueType) {
    return new ExclusiveSortedMap<>(this, name, keyType, valueType);
  }

  @Override
  protected final <T> StoreRef<T> newRef(String name, Class<T> type, T initial) {
    return new ExclusiveRef<>(this, name, type, initial);
  }

  @Override
  protected final StoreCounter newCounter(String name) {
    return new ExclusiveCounter(this, name);
  }

  @Override
  protected final boolean isClosed() {
    return closed;
  }

  /**
   * Adds the subscription in a turn, and so between two transactions: it gets only whole commits.
   */
  @Override
  protected final void join(ChangeSubscription subscription) {
    turnUninterruptibly(
        () -> {
          if (closed) {
            throw closedException();
          }
          stream().add(subscription);
        });
  }

  /** Closes the store in a turn. A subclass may add what must follow the last turn. */
  @Override
  protected void shut() {
    turnUninterruptibly(
        () -> {
          closed = true;
          stream().complete();
        });
  }
}
