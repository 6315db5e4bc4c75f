package io.isolde.store.backend;

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
 * A store whose transactions run one at a time. A subclass says how a body gets its turn.
 * Thread-safe.
 *
 * <p>Every operation, a mere read as well, waits for the transaction under way, and for as long as
 * that takes.
 */
public abstract class ExclusiveStore extends StandaloneStore {
  /*
   * Idea. Whoever has the turn changes maps, refs and counters in place, and notes for each write
   * how to take it back. A block that throws takes back what was written since it began; the
   * outermost one that does not publishes what was written, and forgets the notes.
   *
   * I1  State, undo and readOnly are touched by the thread that has the turn, and by no other.
   * I2  When nobody has the turn, undo is empty and readOnly is false (assertInvariants).
   * I3  A thread that has the turn is inside no other transaction, but for those of plain Stm refs
   *     which the body began; and those do not use this store.
   * I4  The state is seen by the next one who has the turn: turns happen one before the other.
   *
   * Locks. User code runs in the turn: that is the idea of these backends. Nobody waits for the turn
   * of one store while having that of another, because of I3.
   */
  private final UndoLog undo = new UndoLog();
  private boolean readOnly;

  /** Written in the last turn; volatile, because opening a name does not wait for one. */
  private volatile boolean closed;

  /**
   * Makes an open store without names, whose transactions use any number of them, and whose changes
   * can be observed.
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
   * Runs {@code body} when it has its turn: on whichever thread, while no other body runs, and
   * after whatever earlier ones did.
   *
   * @param timeout how long to wait; null for as long as it takes
   * @return what {@code body} returned
   * @throws X what {@code body} threw, unchanged
   * @throws TransactionTimeoutException if time was up; the body does not run, or ends with {@link
   *     #commit} throwing
   * @throws TransactionInterruptedException if the calling thread was interrupted while it waited;
   *     the same
   */
  protected abstract <T extends @Nullable Object, X extends Throwable> T turn(
      @Nullable Duration timeout, TransactionBody<T, X> body) throws X;

  /**
   * Called in the turn when the body of the outermost block has returned: its changes stay, unless
   * this throws.
   */
  protected void commit() {}

  /** For who has the turn: whether there are changes that could still be taken back. */
  protected final boolean hasChanges() {
    return undo.mark() != 0;
  }

  /**
   * Runs {@code action}, which is no transaction, when it has its turn, interrupted or not; after
   * the store was closed as well. What it throws reaches the caller.
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

  /** Runs the outermost block in a turn, and then waits for subscribers if it changed something. */
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

  /** A transaction as a whole: what happens around its outermost block, in its turn. */
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

  /** Every write starts here. */
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

  /** Adds the subscription between two turns, so that it gets whole commits. */
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

  /** Closes the store in a turn. A subclass may add what comes after the last one. */
  @Override
  protected void shut() {
    turnUninterruptibly(
        () -> {
          closed = true;
          stream().complete();
        });
  }
}
