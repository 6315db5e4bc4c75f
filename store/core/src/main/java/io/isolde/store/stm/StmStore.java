package io.isolde.store.stm;

import io.isolde.stm.Deadline;
import io.isolde.stm.LongRef;
import io.isolde.stm.Stm;
import io.isolde.stm.Transaction;
import io.isolde.stm.TransactionAction;
import io.isolde.stm.TransactionBody;
import io.isolde.stm.TransactionInterruptedException;
import io.isolde.stm.TransactionOptions;
import io.isolde.stm.collection.TMap;
import io.isolde.stm.collection.TSortedMap;
import io.isolde.stm.collection.parts.Gate;
import io.isolde.store.Capability;
import io.isolde.store.StoreCounter;
import io.isolde.store.StoreMap;
import io.isolde.store.StoreRef;
import io.isolde.store.StoreSortedMap;
import io.isolde.store.StoreUri;
import io.isolde.store.spi.AbstractStore;
import io.isolde.store.spi.BackedMap;
import io.isolde.store.spi.BackedSortedMap;
import io.isolde.store.spi.ChangeSubscription;
import io.isolde.store.spi.ExclusiveTransaction;
import java.util.EnumSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * An in-memory store whose transactions are those of {@link Stm}; a subclass may keep a log of
 * them. Thread-safe.
 */
public class StmStore extends AbstractStore {
  /*
   * Idea. Maps are transactional maps, refs and counters are Stm refs, and a transaction is
   * Stm.atomic. A gate says whether the store is closed, and how many subscribers observe it.
   * Every operation reads it, or transact reads it once for all operations of its body (Joined):
   *
   *   in a transaction  the gate joins what was read. So a transaction that used the open store
   *                     commits before the close, or loses, finds the store closed, and fails; one
   *                     that waits in retry is woken by the close; and one that began before a
   *                     subscription commits before it, or starts again and records its changes
   *   outside           a write becomes a transaction, so that the same holds for it; a read that
   *                     is overtaken counts as one that came before
   *
   * The stream of changes begins and ends in after-commit hooks, which run in commit order, as do
   * the hooks that publish. So a subscriber gets exactly the commits between two instants.
   */
  private static final int CLOSED = -1;

  private static final Set<Capability> WITHOUT_LOG =
      EnumSet.complementOf(EnumSet.of(Capability.RESUMABLE_CHANGES));

  /** The number of stores made; each store has a number, from 1. */
  private static final AtomicLong MADE = new AtomicLong();

  private final long serial = MADE.incrementAndGet();

  /** The number of subscribers, or {@link #CLOSED}. */
  private final Gate observers = Gate.named("observers of " + this, 0);

  private final boolean isLogged;
  private final ChangeRecorder recorder;

  StmStore(StoreUri uri) {
    this(uri, null);
  }

  /** Makes an open store, whose changes go to {@code log}. */
  protected StmStore(StoreUri uri, @Nullable ChangeLog log) {
    super(uri, log == null ? WITHOUT_LOG : EnumSet.allOf(Capability.class));
    isLogged = log != null;
    recorder = new ChangeRecorder(stream(), () -> observers.get() > 0, log);
  }

  @Override
  public final <T extends @Nullable Object, X extends Throwable> T transact(
      TransactionBody<T, X> body) throws X {
    ExclusiveTransaction.requireNoneBut(this);
    return stream().isObserved() && !Stm.inTransaction()
        ? observed(TransactionOptions.DEFAULT, body)
        : Stm.atomic(() -> run(body));
  }

  /**
   * A twin of the method above, because an adapter object would cost every transaction 16 bytes.
   */
  @Override
  public final <X extends Throwable> void transact(TransactionAction<X> action) throws X {
    ExclusiveTransaction.requireNoneBut(this);
    if (stream().isObserved() && !Stm.inTransaction()) {
      observed(TransactionOptions.DEFAULT, asBody(action));
    } else {
      Stm.atomic(() -> run(action));
    }
  }

  private static <X extends Throwable> TransactionBody<@Nullable Void, X> asBody(
      TransactionAction<X> action) {
    return () -> {
      action.run();
      return null;
    };
  }

  @Override
  public final <T extends @Nullable Object, X extends Throwable> T transact(
      TransactionOptions options, TransactionBody<T, X> body) throws X {
    requireUnboundedInside(options);
    ExclusiveTransaction.requireNoneBut(this);
    return Stm.inTransaction() ? transact(body) : observed(options, body);
  }

  @Override
  public final <T extends @Nullable Object, X extends Throwable> T orElse(
      TransactionBody<T, X> first, TransactionBody<T, X> second) throws X {
    return transact(() -> Stm.orElse(first, second));
  }

  /** Runs a transaction, and then waits for room at subscribers if it changed something. */
  private <T extends @Nullable Object, X extends Throwable> T observed(
      TransactionOptions options, TransactionBody<T, X> body) throws X {
    Deadline deadline = Deadline.after(options.timeout());
    boolean[] published = new boolean[1];
    T result =
        Stm.atomic(
            options,
            () -> {
              if (!deadline.isNever()) {
                TransactionDeadline.set(deadline);
              }
              T returned = run(body);
              published[0] = recorder.hasChanges();
              return returned;
            });
    if (published[0]) {
      stream().awaitRoom(deadline);
    }
    return result;
  }

  /** Runs the body of a transact inside its transaction. */
  private <T extends @Nullable Object, X extends Throwable> T run(TransactionBody<T, X> body)
      throws X {
    T result = joined(body);
    endBody();
    return result;
  }

  /** The same as above, and not by means of it: each call between the two costs time. */
  private <X extends Throwable> void run(TransactionAction<X> action) throws X {
    Joined joined = Joined.ofThread();
    long around = enter(joined);
    try {
      action.run();
    } finally {
      joined.note = around;
    }
    endBody();
  }

  /** Called inside a transaction, which may go on, when the body of a transact has ended. */
  protected void endBody() {}

  @Override
  public final <T extends @Nullable Object, X extends Throwable> T snapshot(
      TransactionBody<T, X> body) throws X {
    ExclusiveTransaction.requireNoneBut(this);
    return Stm.snapshot(() -> joined(body));
  }

  @Override
  public final <T extends @Nullable Object, X extends Throwable> T snapshot(
      TransactionOptions options, TransactionBody<T, X> body) throws X {
    requireUnboundedInside(options);
    ExclusiveTransaction.requireNoneBut(this);
    return Stm.snapshot(options, () -> joined(body));
  }

  /** Checks the store once for all operations of a body. */
  private <T extends @Nullable Object, X extends Throwable> T joined(TransactionBody<T, X> body)
      throws X {
    Joined joined = Joined.ofThread();
    long around = enter(joined);
    try {
      return body.run();
    } finally {
      joined.note = around;
    }
  }

  /** Notes that the thread has joined the store; returns the note that must be restored. */
  private long enter(Joined joined) {
    long around = joined.note;
    if (!joined.isTo(serial)) {
      joined.note = Joined.note(serial, look());
    }
    return around;
  }

  @Override
  public final Error retry() {
    requireUsable();
    return Stm.retry();
  }

  @Override
  public final void afterCommit(Runnable hook) {
    transaction("afterCommit").afterCommit(hook);
  }

  @Override
  public final void afterRollback(Runnable hook) {
    transaction("afterRollback").afterRollback(hook);
  }

  private Transaction transaction(String asked) {
    requireUsable();
    if (!Stm.inTransaction()) {
      throw outside(asked);
    }
    return Transaction.current();
  }

  /** Every operation that reads calls this first. */
  final void requireUsable() {
    if (Joined.find(serial) == null) {
      look();
    }
  }

  /** Every operation that writes calls this first; null outside transactions: it must begin one. */
  final @Nullable Joined joined() {
    Joined joined = Joined.find(serial);
    if (joined != null || !Stm.inTransaction()) {
      return joined;
    }
    return look() ? Joined.OBSERVED : Joined.UNOBSERVED;
  }

  /** Checks that the store is open and may be used here; returns whether to record changes. */
  private boolean look() {
    ExclusiveTransaction.requireNoneBut(this);
    long count = observers.get();
    if (count == CLOSED) {
      throw closedException();
    }
    return isLogged || count > 0;
  }

  /** Records what a transaction has written; called after the write, if changes are recorded. */
  final void record(ChangeTarget target, @Nullable Object key, @Nullable Object value) {
    recorder.record(target, key, value);
  }

  /** Records that a transaction has added to a counter; called as {@link #record} is. */
  final void recordAddition(ChangeTarget target, LongRef counter) {
    recorder.recordAddition(target, counter);
  }

  /** Whether the calling thread's transaction has changed anything here. */
  protected final boolean hasChanges() {
    return recorder.hasChanges();
  }

  /** Has the log take the changes once more, if it has taken them. */
  protected final void takeAgain() {
    recorder.takeAgain();
  }

  // ---- names ----

  @Override
  protected <K, V> StoreMap<K, V> newMap(String name, Class<K> keyType, Class<V> valueType) {
    return map(ChangeTarget.named(name), keyType, valueType, TMap.named(name));
  }

  @Override
  protected <K extends Comparable<? super K>, V> StoreSortedMap<K, V> newSortedMap(
      String name, Class<K> keyType, Class<V> valueType) {
    return sortedMap(ChangeTarget.named(name), keyType, valueType, TSortedMap.named(name));
  }

  @Override
  protected <T> StoreRef<T> newRef(String name, Class<T> type, T initial) {
    return ref(ChangeTarget.named(name), type, initial);
  }

  @Override
  protected StoreCounter newCounter(String name) {
    return counter(ChangeTarget.named(name), 0);
  }

  /** Makes a map whose entries are in a transactional map. */
  protected final <K, V> StoreMap<K, V> map(
      ChangeTarget target, Class<K> keyType, Class<V> valueType, Map<K, V> entries) {
    return new BackedMap<>(
        this, target.name(), keyType, valueType, new StmMap<>(this, target, entries));
  }

  /** Makes a sorted map whose entries are in a transactional map. */
  protected final <K extends Comparable<? super K>, V> StoreSortedMap<K, V> sortedMap(
      ChangeTarget target, Class<K> keyType, Class<V> valueType, NavigableMap<K, V> entries) {
    return new BackedSortedMap<>(
        this, target.name(), keyType, valueType, new StmSortedMap<>(this, target, entries));
  }

  /** Makes a ref with a value. */
  protected final <T> StoreRef<T> ref(ChangeTarget target, Class<T> type, T value) {
    return new StmStoreRef<>(this, target, type, value);
  }

  /** Makes a counter with a value. */
  protected final StoreCounter counter(ChangeTarget target, long value) {
    return new StmStoreCounter(this, target, value);
  }

  @Override
  protected final boolean isClosed() {
    return observers.peek() == CLOSED;
  }

  // ---- observers, and the end ----

  @Override
  protected final void join(ChangeSubscription subscription) {
    uninterruptibly(
        () -> {
          look();
          observers.set(observers.get() + 1);
          Transaction.current().afterCommit(() -> stream().add(subscription));
        });
  }

  @Override
  protected final void leave(ChangeSubscription subscription) {
    if (stream().remove(subscription)) {
      uninterruptibly(() -> observers.set(Math.max(CLOSED, observers.get() - 1)));
    }
  }

  @Override
  protected void shut() {
    uninterruptibly(
        () -> {
          if (observers.get() != CLOSED) {
            observers.set(CLOSED);
            Transaction.current().afterCommit(stream()::complete);
          }
        });
  }

  /**
   * Runs {@code first} between two commits, where it must do no more than a {@link
   * io.isolde.stm.Participant} that prepares; and then {@code last}, after the earlier commits were
   * published, and before the later ones are. Also possible when the store is closed.
   */
  protected static void betweenCommits(Runnable first, Runnable last) {
    uninterruptibly(
        () -> {
          Transaction.current().enlist(first::run);
          Transaction.current().afterCommit(last);
        });
  }

  /** Runs a transaction, again if an interrupt ends it, and restores the interrupt status. */
  private static void uninterruptibly(TransactionAction<RuntimeException> action) {
    boolean interrupted = false;
    boolean done = false;
    while (!done) {
      try {
        Stm.atomic(action);
        done = true;
      } catch (TransactionInterruptedException e) {
        interrupted |= Thread.interrupted();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
