package io.isolde.store.spi;

import io.isolde.stm.TransactionBody;
import io.isolde.stm.TransactionInterruptedException;
import io.isolde.stm.TransactionOptions;
import io.isolde.stm.TransactionTimeoutException;
import io.isolde.store.Capability;
import io.isolde.store.StoreCounter;
import io.isolde.store.StoreMap;
import io.isolde.store.StoreRef;
import io.isolde.store.StoreSortedMap;
import io.isolde.store.StoreUri;
import java.util.EnumSet;
import java.util.HashMap;
import org.jspecify.annotations.Nullable;

/**
 * Base class of the stores whose transactions run one at a time. A subclass decides how a
 * transaction gets its turn. Thread-safe.
 *
 * <p>Every operation on a map, ref or counter, even a read, waits for the transaction under way,
 * however long that takes; inside a transaction it runs at once. A transaction that calls {@code
 * retry} waits until any transaction has changed something, or the store is closed. A timeout or an
 * interrupt ends a wait.
 */
public abstract class ExclusiveStore extends StandaloneStore {
  /*
   * Idea. The thread that has the turn changes maps, refs and counters in place, and records for
   * each write how to undo it. A block that throws undoes what was written since it began. If the
   * outermost block does not throw, it publishes what was written, and discards the records.
   *
   * I1  State, attempt and changes are accessed only by the thread that has the turn.
   * I2  When no thread has the turn, there is nothing left of the last attempt (assertInvariants).
   * I3  A thread that has the turn is inside no other transaction, except transactions of plain Stm
   *     refs that the body began; and those do not use this store.
   * I4  The next thread that has the turn sees the state, because each turn happens-before the
   *     next.
   *
   * Locks. User code runs within the turn, which is the idea of these backends; hooks run outside.
   * No thread waits for the turn of one store while it has the turn of another, because of I3.
   */
  private final ExclusiveAttempt attempt;

  /** How many commits have changed something; closing the store counts as well. */
  private long changes;

  /** Written in the last turn; volatile, because opening a name does not wait for a turn. */
  private volatile boolean closed;

  /**
   * Makes an open store without names, whose transactions can use any number of names and wait for
   * changes, and whose changes can be observed: its capabilities are {@link
   * Capability#ATOMIC_OVER_KEYS}, {@link Capability#RETRY} and {@link Capability#CHANGES}.
   *
   * @param uri the URI with which the store is opened
   */
  @SuppressWarnings("this-escape") // the attempt keeps the store, and does not use it yet
  protected ExclusiveStore(StoreUri uri) {
    super(uri, EnumSet.of(Capability.ATOMIC_OVER_KEYS, Capability.RETRY, Capability.CHANGES));
    attempt = new ExclusiveAttempt(this);
  }

  /**
   * Calls {@link ExclusiveExecution#attempt} when it has its turn, on any thread, and again in a
   * later turn, after {@link #changed}, until it returns true. No other attempt is made at the same
   * time. All earlier turns happen-before this one, and it happens-before the return.
   *
   * <p>Called outside of transactions, perhaps several times for one transaction: between two calls
   * its hooks run. If the caller leaves by an exception while an attempt is under way, {@link
   * ExclusiveExecution#abandon} must be called at the attempt's end.
   *
   * @param execution whose attempts are to be made
   * @throws TransactionTimeoutException if {@link ExclusiveExecution#deadline} passed; no attempt
   *     is under way, or {@link #commit} throws at its end
   * @throws TransactionInterruptedException if the calling thread was interrupted while it waited;
   *     no attempt is under way, or {@link #commit} throws at its end
   */
  protected abstract void turn(ExclusiveExecution<?, ?> execution);

  /**
   * Called within the turn when the body of the outermost block has returned, also if it has
   * changed nothing; on the thread that makes the attempt, and inside the transaction. If this
   * throws anything, the attempt is rolled back. Otherwise its changes are published, and stay
   * unless {@link ChangeStream#publish} throws. Does nothing by default.
   */
  protected void commit() {}

  /**
   * Called within the turn when a transaction has changed something, and when the store is closed:
   * those that wait for a change are to be attempted again. Must not throw, because subscribers may
   * have got the changes already, and must not wait.
   */
  protected abstract void changed();

  /**
   * Runs {@code action}, which is not a transaction, when it has its turn, on any thread,
   * regardless of interrupts, and even after the store was closed. Returns when the action has
   * ended; an interrupt status stays set. Called outside of transactions.
   *
   * @param action runs once; what it throws reaches the caller
   */
  protected abstract void turnUninterruptibly(Runnable action);

  @Override
  protected final <T extends @Nullable Object, X extends Throwable> T execute(
      TransactionOptions options, boolean asSnapshot, TransactionBody<T, X> body) throws X {
    return new ExclusiveExecution<>(this, options, asSnapshot, body).run();
  }

  /** For the thread that has the turn. */
  final ExclusiveAttempt attempt() {
    return attempt;
  }

  /** For the thread that has the turn. */
  final long changes() {
    return changes;
  }

  /** Publishes what the attempt has written; returns whether it did and somebody observes it. */
  final boolean publish() {
    if (!attempt.hasChanges()) {
      return false;
    }
    boolean observed = stream().isObserved();
    if (observed) {
      stream().publish(attempt.changes());
    }
    noteChange();
    return observed;
  }

  private void noteChange() {
    changes++;
    changed();
  }

  /** Runs {@code operation}, which only reads, within the transaction around it or as one. */
  final <T extends @Nullable Object, X extends Throwable> T read(TransactionBody<T, X> operation)
      throws X {
    StandaloneAttempt around = present();
    if (around == null) {
      return execute(TransactionOptions.DEFAULT, false, operation);
    }
    around.requireNotRetrying();
    return operation.run(); // not a block, because there would be nothing to undo
  }

  /** Every write calls this first. */
  final void beforeWrite(Write write) {
    attempt.add(write);
  }

  /**
   * For tests: checks that no attempt has left anything behind. Waits for the transaction under
   * way, as {@link #turnUninterruptibly} does. Allowed after the store was closed; call it outside
   * of transactions.
   *
   * @throws AssertionError if there are writes that could still be undone, or an attempt that has
   *     not ended; nothing has changed
   */
  public final void assertInvariants() {
    turnUninterruptibly(attempt::assertAtRest);
  }

  @Override
  protected final <K, V> StoreMap<K, V> newMap(String name, Class<K> keyType, Class<V> valueType) {
    return new BackedMap<>(
        this, name, keyType, valueType, new ExclusiveMap<>(this, name, new HashMap<>()));
  }

  @Override
  protected final <K extends Comparable<? super K>, V> StoreSortedMap<K, V> newSortedMap(
      String name, Class<K> keyType, Class<V> valueType) {
    return new BackedSortedMap<>(
        this, name, keyType, valueType, new ExclusiveSortedMap<>(this, name));
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
   * Waits for the transaction under way, regardless of interrupts.
   */
  @Override
  protected final void join(ChangeSubscription subscription) {
    turnUninterruptibly(
        () -> {
          requireOpen();
          stream().add(subscription);
        });
  }

  /**
   * Closes the store in a turn, and so waits for the transaction under way, regardless of
   * interrupts; later attempts fail. A subclass may add what must follow the last transaction,
   * after it has called this method. Harmless if the store is closed already.
   */
  @Override
  protected void shut() {
    turnUninterruptibly(
        () -> {
          closed = true;
          stream().complete();
          noteChange();
        });
  }
}
