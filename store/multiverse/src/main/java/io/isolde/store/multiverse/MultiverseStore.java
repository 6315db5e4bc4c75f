package io.isolde.store.multiverse;

import io.isolde.stm.Deadline;
import io.isolde.stm.TransactionBody;
import io.isolde.stm.TransactionOptions;
import io.isolde.store.Capability;
import io.isolde.store.StoreCounter;
import io.isolde.store.StoreMap;
import io.isolde.store.StoreRef;
import io.isolde.store.StoreSortedMap;
import io.isolde.store.StoreUri;
import io.isolde.store.spi.BackedMap;
import io.isolde.store.spi.BackedSortedMap;
import io.isolde.store.spi.ChangeSubscription;
import io.isolde.store.spi.ExclusiveTransaction;
import io.isolde.store.spi.StandaloneStore;
import java.util.EnumSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.multiverse.stms.gamma.transactionalobjects.GammaTxnRef;

/** A store whose transactions are Multiverse transactions. Thread-safe. */
final class MultiverseStore extends StandaloneStore {
  /*
   * Idea. All state is kept in Multiverse refs, the cells. An attempt locks what it reads against
   * writers, and what it writes against everybody, until it ends. If it does not get a lock at
   * once, it releases all its locks and starts over. That is two-phase locking, which is
   * serialisable and opaque by itself. What Multiverse adds to it, reading without locks, is where
   * its faults are, and is not used.
   *
   * A gate that every attempt passes does the rest. An attempt of a transaction that keeps losing
   * passes alone, and so wins. The store is closed, and subscribers are added, by a thread that
   * passes alone.
   *
   * I1  Each attempt holds a place of the gate from begin to end; one that runs alone holds all
   *     places.
   * I2  A thread inside an attempt is inside no other transaction, except transactions of plain Stm
   *     refs that the body began; and those do not use this store.
   * I3  Only a thread that is alone sets closed and adds subscribers: no attempt sees that change.
   *
   * Locks. User code runs with a place of the gate and with locks on cells. Locks on cells are
   * tried, never waited for, so there is no deadlock. No thread waits for the gate while it holds a
   * lock.
   *
   * Progress. After a few lost attempts the next one runs alone, first come, first served.
   *
   * Rejected. Reading without locks: it led to audits with wrong totals (docs/multiverse.md), and
   * to scans that never end beside a hot writer. Blocking in Multiverse: see Waiters.
   */
  private final Multiverse multiverse = new Multiverse();
  private final Gate gate = new Gate();
  private final Waiters waiters = new Waiters();
  private final Publication publication = new Publication(stream());
  private volatile boolean closed;

  MultiverseStore(StoreUri uri) {
    super(uri, EnumSet.of(Capability.ATOMIC_OVER_KEYS, Capability.RETRY, Capability.CHANGES));
  }

  @Override
  protected <T extends @Nullable Object, X extends Throwable> T execute(
      TransactionOptions options, boolean asSnapshot, TransactionBody<T, X> body) throws X {
    return new Execution(this, options).run(asSnapshot, body);
  }

  /** Every operation on cells runs through this; outside a transaction it is one of its own. */
  <T extends @Nullable Object> T operate(Function<Attempt, T> operation) {
    Attempt around = (Attempt) present();
    return around == null ? transact(() -> operate(operation)) : operation.apply(around);
  }

  /** Begins an attempt, for which the caller has taken a place of the gate. */
  Attempt begin(boolean alone) {
    boolean begun = false;
    try {
      if (closed) {
        throw closedException();
      }
      Attempt attempt = new Attempt(this, alone, multiverse.lend());
      ExclusiveTransaction.begin(attempt);
      begun = true;
      return attempt;
    } finally {
      if (!begun) {
        gate.leave(alone);
      }
    }
  }

  /** Ends an attempt, and leaves the gate. */
  void end(Attempt attempt) {
    try {
      multiverse.takeBack(attempt.endTransaction());
    } finally {
      ExclusiveTransaction.end();
      gate.leave(attempt.isAlone());
    }
  }

  Gate gate() {
    return gate;
  }

  Waiters waiters() {
    return waiters;
  }

  Publication publication() {
    return publication;
  }

  /** Waits until subscribers have room, or the deadline has passed. */
  void awaitRoom(Deadline deadline) {
    stream().awaitRoom(deadline);
  }

  GammaTxnRef<Object> newCell(Object initial) {
    return multiverse.newRef(initial);
  }

  @Override
  protected <K, V> StoreMap<K, V> newMap(String name, Class<K> keyType, Class<V> valueType) {
    return new BackedMap<>(this, name, keyType, valueType, new MultiverseMap<>(this, name));
  }

  @Override
  protected <K extends Comparable<? super K>, V> StoreSortedMap<K, V> newSortedMap(
      String name, Class<K> keyType, Class<V> valueType) {
    return new BackedSortedMap<>(
        this, name, keyType, valueType, new MultiverseSortedMap<>(this, name));
  }

  @Override
  protected <T> StoreRef<T> newRef(String name, Class<T> type, T initial) {
    return new MultiverseStoreRef<>(this, name, type, initial);
  }

  @Override
  protected StoreCounter newCounter(String name) {
    return new MultiverseStoreCounter(this, name);
  }

  @Override
  protected boolean isClosed() {
    return closed;
  }

  @Override
  protected void join(ChangeSubscription subscription) {
    alone(
        () -> {
          if (closed) {
            throw closedException();
          }
          stream().add(subscription);
        });
  }

  @Override
  protected void shut() {
    alone(
        () -> {
          closed = true;
          stream().complete();
        });
    waiters.close();
  }

  /** Checks I1 at rest, and that nobody waits; called when no transaction is under way. */
  void assertInvariants() {
    if (!gate.isEmpty() || !waiters.isEmpty()) {
      throw new AssertionError(
          this + ": the gate is empty " + gate.isEmpty() + ", nobody waits " + waiters.isEmpty());
    }
  }

  /** Runs {@code action} while no attempt is under way. */
  private void alone(Runnable action) {
    gate.enterAlone();
    try {
      action.run();
    } finally {
      gate.leave(true);
    }
  }
}
