package io.isolde.store.examples;

import io.isolde.stm.BooleanRef;
import io.isolde.stm.Ref;
import io.isolde.stm.Stm;
import io.isolde.stm.Transaction;
import io.isolde.stm.TransactionBody;
import io.isolde.stm.TransactionOptions;
import io.isolde.store.Capability;
import io.isolde.store.Store;
import io.isolde.store.StoreCounter;
import io.isolde.store.StoreMap;
import io.isolde.store.StoreProvider;
import io.isolde.store.StoreRef;
import io.isolde.store.StoreSortedMap;
import io.isolde.store.StoreUri;
import io.isolde.store.spi.AbstractStore;
import io.isolde.store.spi.AbstractStoreCounter;
import io.isolde.store.spi.AbstractStoreRef;
import io.isolde.store.spi.BackedMap;
import io.isolde.store.spi.BackedSortedMap;
import io.isolde.store.spi.ExclusiveTransaction;
import io.isolde.store.spi.KeyRange;
import io.isolde.store.spi.MapBackend;
import io.isolde.store.spi.SortedMapBackend;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A backend on one page, written as somebody outside of this project would: all that the store
 * holds is in one ref, and every write replaces it. Thread-safe.
 */
final class TinyStore extends AbstractStore {
  /** Opens {@code tiny:} stores. Immutable. */
  public static final class Provider implements StoreProvider {
    /** Called by the service loader. */
    public Provider() {}

    @Override
    public String scheme() {
      return "tiny";
    }

    @Override
    public Store open(StoreUri uri) {
      return new TinyStore(uri.requireNoRest());
    }
  }

  /** What each name holds. Neither the map nor what is in it is ever changed. */
  private final Ref<Map<String, Object>> contents = Ref.of(Map.of());

  private final BooleanRef closed = BooleanRef.of(false);

  TinyStore(StoreUri uri) {
    super(uri, EnumSet.complementOf(EnumSet.of(Capability.CHANGES, Capability.RESUMABLE_CHANGES)));
  }

  // ---- transactions ----

  @Override
  public <T extends @Nullable Object, X extends Throwable> T transact(TransactionBody<T, X> body)
      throws X {
    return Stm.atomic(usable(body));
  }

  @Override
  public <T extends @Nullable Object, X extends Throwable> T transact(
      TransactionOptions options, TransactionBody<T, X> body) throws X {
    requireUnboundedInside(options);
    return Stm.atomic(options, usable(body));
  }

  @Override
  public <T extends @Nullable Object, X extends Throwable> T snapshot(TransactionBody<T, X> body)
      throws X {
    return Stm.snapshot(usable(body));
  }

  @Override
  public <T extends @Nullable Object, X extends Throwable> T snapshot(
      TransactionOptions options, TransactionBody<T, X> body) throws X {
    requireUnboundedInside(options);
    return Stm.snapshot(options, usable(body));
  }

  private <T extends @Nullable Object, X extends Throwable> TransactionBody<T, X> usable(
      TransactionBody<T, X> body) {
    return () -> {
      requireUsable();
      return body.run();
    };
  }

  @Override
  public Error retry() {
    requireUsable();
    return Stm.retry();
  }

  @Override
  public <T extends @Nullable Object, X extends Throwable> T orElse(
      TransactionBody<T, X> first, TransactionBody<T, X> second) throws X {
    return transact(() -> Stm.orElse(first, second));
  }

  @Override
  public void afterCommit(Runnable hook) {
    transaction("afterCommit").afterCommit(hook);
  }

  @Override
  public void afterRollback(Runnable hook) {
    transaction("afterRollback").afterRollback(hook);
  }

  private Transaction transaction(String asked) {
    requireUsable();
    if (!Stm.inTransaction()) {
      throw outside(asked);
    }
    return Transaction.current();
  }

  /** A transaction that has read {@code closed} can commit only if the store is still open. */
  private void requireUsable() {
    ExclusiveTransaction.requireNoneBut(this);
    if (closed.get()) {
      throw closedException();
    }
  }

  @Override
  protected boolean isClosed() {
    return closed.peek();
  }

  @Override
  protected void shut() {
    boolean interrupted = Thread.interrupted();
    closed.set(true);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  // ---- names ----

  // @start region="names"
  @Override
  protected <K, V> StoreMap<K, V> newMap(String name, Class<K> keyType, Class<V> valueType) {
    return new BackedMap<>(this, name, keyType, valueType, new TinyMap<K, V>(name));
  }

  @Override
  protected <K extends Comparable<? super K>, V> StoreSortedMap<K, V> newSortedMap(
      String name, Class<K> keyType, Class<V> valueType) {
    return new BackedSortedMap<>(this, name, keyType, valueType, new TinySortedMap<K, V>(name));
  }

  // @end

  @Override
  protected <T> StoreRef<T> newRef(String name, Class<T> type, T initial) {
    return new TinyRef<>(name, type, initial);
  }

  @Override
  protected StoreCounter newCounter(String name) {
    return new TinyCounter(name);
  }

  /** What a name holds; {@code initial} if nothing was written yet. */
  @SuppressWarnings("unchecked") // a name is always written with the same type
  private <T> T read(String name, T initial) {
    requireUsable();
    return (T) contents.get().getOrDefault(name, initial);
  }

  private void write(String name, Object content) {
    Map<String, Object> changed = new HashMap<>(contents.get());
    changed.put(name, content);
    contents.set(changed);
  }

  // @start region="map"
  /** The entries of a map: an immutable map, which every write replaces by a changed copy. */
  private class TinyMap<K, V> implements MapBackend<K, V> {
    private final String name;

    TinyMap(String name) {
      this.name = name;
    }

    final Map<K, V> present() {
      return read(name, Map.of());
    }

    Map<K, V> copy() {
      return new HashMap<>(present());
    }

    @Override
    public @Nullable V get(K key) {
      return present().get(key);
    }

    @Override
    public @Nullable V put(K key, V value) {
      return transact(
          () -> {
            Map<K, V> changed = copy();
            V before = changed.put(key, value);
            write(name, changed);
            return before;
          });
    }

    @Override
    public @Nullable V remove(K key) {
      return transact(
          () -> {
            Map<K, V> changed = copy();
            V before = changed.remove(key);
            if (before != null) {
              write(name, changed);
            }
            return before;
          });
    }

    @Override
    public int size() {
      return present().size();
    }

    @Override
    public Iterator<Map.Entry<K, V>> entries() {
      return present().entrySet().iterator();
    }
  }

  /** The same, sorted. What this does not define is derived from the entries of a range. */
  private final class TinySortedMap<K extends Comparable<? super K>, V> extends TinyMap<K, V>
      implements SortedMapBackend<K, V> {
    TinySortedMap(String name) {
      super(name);
    }

    @Override
    NavigableMap<K, V> copy() {
      return new TreeMap<>(present());
    }

    @Override
    public Iterator<Map.Entry<K, V>> entries(KeyRange<K> range, boolean descending) {
      return range.subMapOf(copy(), descending).entrySet().iterator();
    }
  }

  // @end

  /** A ref. Thread-safe. */
  private final class TinyRef<T> extends AbstractStoreRef<T> {
    private final T initial;

    TinyRef(String name, Class<T> type, T initial) {
      super(name, type);
      this.initial = checked(initial);
    }

    @Override
    public Store store() {
      return TinyStore.this;
    }

    @Override
    public T get() {
      return read(name(), initial);
    }

    @Override
    public void set(T newValue) {
      checked(newValue);
      transact(() -> write(name(), newValue));
    }
  }

  /** A counter. Thread-safe. */
  private final class TinyCounter extends AbstractStoreCounter {
    TinyCounter(String name) {
      super(name);
    }

    @Override
    public Store store() {
      return TinyStore.this;
    }

    @Override
    public long get() {
      return read(name(), 0L);
    }

    @Override
    public void set(long newValue) {
      transact(() -> write(name(), newValue));
    }

    @Override
    public void add(long summand) {
      transact(() -> write(name(), get() + summand));
    }
  }
}
