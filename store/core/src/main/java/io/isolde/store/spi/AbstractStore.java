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
import org.jspecify.annotations.Nullable;

/**
 * Base class of all stores: holds the URI, the capabilities, the names and the subscribers, runs
 * asynchronous transactions, and refuses to close a store inside a transaction. Thread-safe.
 */
public abstract class AbstractStore implements Store {
  private final StoreUri uri;
  private final Set<Capability> capabilities;
  private final Names names = new Names();
  private final ChangeStream stream = new ChangeStream();

  /** Makes an open store without names. */
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
    if (!capabilities.contains(Capability.CHANGES)) {
      throw lacks(Capability.CHANGES, "cannot tell of changes");
    }
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity must be at least 1, but is " + capacity);
    }
    return subscriber -> subscribe(subscriber, capacity);
  }

  private void subscribe(Flow.Subscriber<? super Commit> subscriber, int capacity) {
    Objects.requireNonNull(subscriber, "subscriber");
    ChangeSubscription subscription = new ChangeSubscription(subscriber, capacity, this::leave);
    try {
      requireOutside("cannot be subscribed to");
      requireOpen();
      join(subscription);
    } catch (IllegalStateException e) {
      subscription.fail(e);
    }
    subscription.begin();
  }

  /** The stream of changes, with its subscribers. */
  protected final ChangeStream stream() {
    return stream;
  }

  /**
   * Adds a subscription to the stream; called outside of transactions.
   *
   * @throws IllegalStateException if the store is closed
   */
  protected void join(ChangeSubscription subscription) {
    stream.add(subscription);
  }

  /** Removes a subscription that has ended; called outside of transactions. */
  protected void leave(ChangeSubscription subscription) {
    stream.remove(subscription);
  }

  /** The exception for the use of a capability that the store lacks. */
  protected final UnsupportedOperationException lacks(Capability capability, String consequence) {
    return new UnsupportedOperationException(
        this + " " + consequence + ": it lacks the capability " + capability);
  }

  @Override
  public final void close() {
    requireOutside("cannot be closed");
    shut();
  }

  /** Refuses a timeout and a limit inside a transaction, whose own options bound it. */
  protected final void requireUnboundedInside(TransactionOptions options) {
    if (options.hasTimeout()) {
      requireOutside("takes no timeout");
    }
    if (options.lossesMax() != Integer.MAX_VALUE) {
      requireOutside("takes no limit of lost attempts");
    }
  }

  /** Refuses what a store cannot do inside a transaction of any kind. */
  protected final void requireOutside(String consequence) {
    if (Stm.inTransaction() || ExclusiveTransaction.isOpen()) {
      throw new IllegalStateException(this + " " + consequence + " inside a transaction");
    }
  }

  /** The exception for what needs a transaction. */
  protected final IllegalStateException outside(String asked) {
    return new IllegalStateException(asked + " outside a transaction of " + this);
  }

  /** Makes an empty map for a new name. */
  protected abstract <K, V> StoreMap<K, V> newMap(
      String name, Class<K> keyType, Class<V> valueType);

  /** Makes an empty sorted map for a new name. */
  protected abstract <K extends Comparable<? super K>, V> StoreSortedMap<K, V> newSortedMap(
      String name, Class<K> keyType, Class<V> valueType);

  /** Makes a ref for a new name. */
  protected abstract <T> StoreRef<T> newRef(String name, Class<T> type, T initial);

  /** Makes a counter with the value 0 for a new name. */
  protected abstract StoreCounter newCounter(String name);

  /** Whether the store is closed. Not a part of any transaction; does not wait. */
  protected abstract boolean isClosed();

  /**
   * Closes the store unless it is closed already, regardless of interrupts; called outside
   * transactions.
   */
  protected abstract void shut();

  /** Refuses an operation of a closed store. */
  protected final void requireOpen() {
    if (isClosed()) {
      throw closedException();
    }
  }

  /** The exception that operations throw when the store is closed. */
  protected final IllegalStateException closedException() {
    return new IllegalStateException(this + " is closed");
  }

  @Override
  public final String toString() {
    return "store " + uri;
  }
}
