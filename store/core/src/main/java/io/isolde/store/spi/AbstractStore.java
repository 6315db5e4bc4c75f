package io.isolde.store.spi;

import io.isolde.stm.Stm;
import io.isolde.stm.TransactionBody;
import io.isolde.stm.TransactionOptions;
import io.isolde.store.Capability;
import io.isolde.store.Commit;
import io.isolde.store.Store;
import io.isolde.store.StoreCounter;
import io.isolde.store.StoreMap;
import io.isolde.store.StoreRef;
import io.isolde.store.StoreSortedMap;
import io.isolde.store.StoreUri;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Base class of all stores: holds the URI, the capabilities, the names and the subscribers, runs
 * asynchronous transactions, and refuses to close a store inside a transaction.
 *
 * <p>A backend provides the transactions, and the methods {@code newMap}, {@code newSortedMap},
 * {@code newRef}, {@code newCounter}, {@code isClosed} and {@code shut}. If it has {@link
 * Capability#CHANGES}, it publishes its commits to the {@link #stream}, and overrides {@link
 * #join}. If it also has {@link Capability#RESUMABLE_CHANGES}, it publishes them with positions,
 * and overrides {@link #backlog}.
 *
 * <p>Thread-safe, and so must subclasses be: any of their methods may be called by many threads at
 * the same time.
 */
public abstract class AbstractStore implements Store {
  private final StoreUri uri;
  private final Set<Capability> capabilities;
  private final Names names = new Names();
  private final ChangeStream stream = new ChangeStream();

  /**
   * Makes a store in which no name was opened yet.
   *
   * @param uri the URI with which the store is opened
   * @param capabilities what the store promises beyond the common contract; copied
   */
  protected AbstractStore(StoreUri uri, Set<Capability> capabilities) {
    this.uri = uri;
    this.capabilities = Set.copyOf(capabilities);
  }

  @Override
  public final StoreUri uri() {
    return uri;
  }

  @Override
  public final Set<Capability> capabilities() {
    return capabilities;
  }

  @Override
  public final <K, V> StoreMap<K, V> map(String name, Class<K> keyType, Class<V> valueType) {
    requireOpen();
    Kind kind = Kind.map(keyType, valueType);
    return names.open(name, kind, () -> newMap(name, keyType, valueType));
  }

  @Override
  public final <K extends Comparable<? super K>, V> StoreSortedMap<K, V> sortedMap(
      String name, Class<K> keyType, Class<V> valueType) {
    requireOpen();
    Kind kind = Kind.sortedMap(keyType, valueType);
    return names.open(name, kind, () -> newSortedMap(name, keyType, valueType));
  }

  @Override
  public final <T> StoreRef<T> ref(String name, Class<T> type, T initial) {
    requireOpen();
    return names.open(name, Kind.ref(type), () -> newRef(name, type, initial));
  }

  @Override
  public final StoreCounter counter(String name) {
    requireOpen();
    return names.open(name, Kind.counter(), () -> newCounter(name));
  }

  @Override
  public final <T extends @Nullable Object> CompletableFuture<T> transactAsync(
      TransactionOptions options, TransactionBody<T, ?> body) {
    return AsyncTransaction.start(this, options, body);
  }

  @Override
  public final Flow.Publisher<Commit> changes(int capacity) {
    requireOpen();
    require(Capability.CHANGES, "cannot tell of changes");
    requireCapacity(capacity);
    return subscriber -> subscribe(subscriber, capacity, null);
  }

  @Override
  public final Flow.Publisher<Commit> changes(int capacity, String after) {
    Objects.requireNonNull(after, "after");
    requireOpen();
    require(Capability.RESUMABLE_CHANGES, "cannot resume a stream of changes");
    requireCapacity(capacity);
    Supplier<Backlog> behind = backlog(after);
    return subscriber -> subscribe(subscriber, capacity, behind);
  }

  private void require(Capability capability, String consequence) {
    if (!capabilities.contains(capability)) {
      throw lacks(capability, consequence);
    }
  }

  private static void requireCapacity(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity must be at least 1, but is " + capacity);
    }
  }

  private void subscribe(
      Flow.Subscriber<? super Commit> subscriber,
      int capacity,
      @Nullable Supplier<Backlog> behind) {
    Objects.requireNonNull(subscriber, "subscriber");
    ChangeSubscription subscription =
        new ChangeSubscription(subscriber, capacity, behind, this::leave);
    try {
      requireOutside("cannot be subscribed to");
      requireOpen();
      join(subscription);
    } catch (IllegalStateException e) {
      subscription.fail(e);
    }
    subscription.begin();
  }

  /**
   * The stream of changes, with its subscribers.
   *
   * @return always the same; unused in a store that lacks {@link Capability#CHANGES}
   */
  protected final ChangeStream stream() {
    return stream;
  }

  /**
   * Adds a subscription to the stream; called outside of transactions, on the thread that
   * subscribes.
   *
   * <p>The subscription must be in the stream when this returns, and be there between two commits,
   * so that it gets only whole ones. This implementation does not ensure that, and does not check
   * whether the store is closed: it adds the subscription at once. A store with {@link
   * Capability#CHANGES} overrides it with a method that does both, regardless of interrupts.
   *
   * @param subscription a new one, which is in no stream
   * @throws IllegalStateException if the store is closed; the subscription is not in the stream,
   *     and the subscriber gets this exception in {@code onError}. No other exception reaches the
   *     subscriber
   */
  protected void join(ChangeSubscription subscription) {
    stream.add(subscription);
  }

  /**
   * The commits behind a position, for subscribers that resume; called by {@link #changes(int,
   * String)}. A store with {@link Capability#RESUMABLE_CHANGES} overrides this implementation,
   * which is never called.
   *
   * @param after what is claimed to be the position of a commit of this store
   * @return opens a backlog for each subscriber, on the virtual thread that then reads it, when the
   *     subscription is in the stream; what it throws ends the stream, and the subscriber gets it
   *     in {@code onError}: for example {@link io.isolde.store.ChangesLostException}
   * @throws IllegalArgumentException if {@code after} is not such a position, as far as can be told
   *     without waiting
   */
  protected Supplier<Backlog> backlog(String after) {
    throw lacks(Capability.RESUMABLE_CHANGES, "cannot resume a stream of changes");
  }

  /**
   * Removes a subscription that has ended; called once for each, outside of transactions, on a
   * virtual thread. What it throws goes to that thread's handler of uncaught exceptions.
   *
   * @param subscription the one that has ended; it is no longer in the stream if the stream was
   *     completed, and never was if {@link #join} threw
   */
  protected void leave(ChangeSubscription subscription) {
    stream.remove(subscription);
  }

  /**
   * The exception for the use of a capability that the store lacks.
   *
   * @param capability the one that is missing
   * @param consequence what the store cannot do, for the message: for example {@code "cannot wait
   *     for a change"}
   * @return a new exception, to be thrown by the caller
   */
  protected final UnsupportedOperationException lacks(Capability capability, String consequence) {
    return new UnsupportedOperationException(
        this + " " + consequence + ": it lacks the capability " + capability);
  }

  @Override
  public final void close() {
    requireOutside("cannot be closed");
    shut();
  }

  /**
   * Refuses a timeout and a limit of lost attempts inside a transaction, whose own options bound
   * it. To be called first by {@code transact} and {@code snapshot} with options.
   *
   * @param options the options of the transaction to be run
   * @throws IllegalStateException inside a transaction of any kind, if there is a timeout or a
   *     limit; nothing has changed
   */
  protected final void requireUnboundedInside(TransactionOptions options) {
    if (options.hasTimeout()) {
      requireOutside("takes no timeout");
    }
    if (options.lossesMax() != Integer.MAX_VALUE) {
      requireOutside("takes no limit of lost attempts");
    }
  }

  /**
   * Refuses what a store cannot do inside a transaction of any kind.
   *
   * @param consequence what is refused, for the message: for example {@code "cannot be closed"}
   * @throws IllegalStateException if the calling thread is inside an {@link Stm} transaction, or
   *     one of a {@link StandaloneStore}; nothing has changed
   */
  protected final void requireOutside(String consequence) {
    if (Stm.inTransaction() || ExclusiveTransaction.isOpen()) {
      throw new IllegalStateException(this + " " + consequence + " inside a transaction");
    }
  }

  /**
   * The exception for what needs a transaction.
   *
   * @param asked the method that was called, for the message: for example {@code "afterCommit"}
   * @return a new exception, to be thrown by the caller
   */
  protected final IllegalStateException outside(String asked) {
    return new IllegalStateException(asked + " outside a transaction of " + this);
  }

  /**
   * Makes the map for a name that is opened for the first time. A map that the store did not keep
   * from earlier is empty.
   *
   * <p>Called on the thread that opens the name, perhaps inside a transaction. The map must be no
   * part of that transaction: it stays if the transaction is rolled back. Called for one name by
   * one thread at a time, and not again once it has returned; for several names perhaps at the same
   * time, and perhaps while the store is being closed. Threads that open names may wait meanwhile.
   * It must not open another name of the store.
   *
   * @param <K> the type of the keys
   * @param <V> the type of the values
   * @param name a valid name
   * @param keyType the class of the keys, not primitive
   * @param valueType the class of the values, not primitive
   * @return the map that every opening of the name returns; usually a {@link BackedMap}
   * @throws RuntimeException if the map cannot be made; it reaches the caller of {@code map}, and
   *     nothing was opened
   */
  protected abstract <K, V> StoreMap<K, V> newMap(
      String name, Class<K> keyType, Class<V> valueType);

  /**
   * Makes the sorted map for a name that is opened for the first time; in all else like {@link
   * #newMap}.
   *
   * @param <K> the type of the keys
   * @param <V> the type of the values
   * @param name a valid name
   * @param keyType the class of the keys, not primitive
   * @param valueType the class of the values, not primitive
   * @return the map that every opening of the name returns; usually a {@link BackedSortedMap}
   * @throws RuntimeException if the map cannot be made; it reaches the caller of {@code sortedMap},
   *     and nothing was opened
   */
  protected abstract <K extends Comparable<? super K>, V> StoreSortedMap<K, V> newSortedMap(
      String name, Class<K> keyType, Class<V> valueType);

  /**
   * Makes the ref for a name that is opened for the first time; in all else like {@link #newMap}.
   *
   * @param <T> the type of the value
   * @param name a valid name
   * @param type the class of the values, not primitive
   * @param initial the value, unless the store kept one from earlier; not checked yet: {@link
   *     AbstractStoreRef#checked} does that
   * @return the ref that every opening of the name returns
   * @throws ClassCastException if {@code initial} is not of the type; nothing was opened
   * @throws NullPointerException if {@code initial} is null; nothing was opened
   * @throws RuntimeException if the ref cannot be made; it reaches the caller of {@code ref}, and
   *     nothing was opened
   */
  protected abstract <T> StoreRef<T> newRef(String name, Class<T> type, T initial);

  /**
   * Makes the counter for a name that is opened for the first time; in all else like {@link
   * #newMap}. A counter that the store did not keep from earlier has the value 0.
   *
   * @param name a valid name
   * @return the counter that every opening of the name returns
   * @throws RuntimeException if the counter cannot be made; it reaches the caller of {@code
   *     counter}, and nothing was opened
   */
  protected abstract StoreCounter newCounter(String name);

  /**
   * Whether the store is closed. Not a part of any transaction, and allowed inside any; does not
   * wait.
   *
   * @return whether it is; once true, always true
   */
  protected abstract boolean isClosed();

  /**
   * Closes the store unless it is closed already, regardless of interrupts; may wait for
   * transactions under way. Called outside of transactions by {@link #close}, each time, perhaps by
   * several threads at the same time.
   *
   * <p>When it has returned, no transaction that used the store commits any more, and the {@link
   * #stream} is completed if the store has {@link Capability#CHANGES}. What it throws reaches the
   * caller of {@code close}.
   */
  protected abstract void shut();

  /**
   * Refuses an operation of a closed store. Like {@link #isClosed}, this is not a part of any
   * transaction: the store may be closed as soon as this has returned.
   *
   * @throws IllegalStateException if the store is closed
   */
  protected final void requireOpen() {
    if (isClosed()) {
      throw closedException();
    }
  }

  /**
   * The exception that operations throw when the store is closed.
   *
   * @return a new exception, to be thrown by the caller
   */
  protected final IllegalStateException closedException() {
    return new IllegalStateException(this + " is closed");
  }

  @Override
  public final String toString() {
    return "store " + uri;
  }
}
