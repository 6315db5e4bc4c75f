package io.isolde.store.spi;

import io.isolde.store.Store;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A sorted map of an {@link ExclusiveStore}, or a view of one. Thread-safe. */
final class ExclusiveSortedMap<K, V> extends AbstractStoreSortedMap<K, V> {
  private final ExclusiveStore store;
  private final UndoableMap<K, V> writes;

  /** The tree of all entries, or a view of it. */
  private final NavigableMap<K, V> entries;

  ExclusiveSortedMap(ExclusiveStore store, String name, Class<K> keyType, Class<V> valueType) {
    super(name, keyType, valueType);
    this.store = store;
    this.entries = new TreeMap<>();
    this.writes = new UndoableMap<>(store, name, entries);
  }

  private ExclusiveSortedMap(ExclusiveSortedMap<K, V> whole, NavigableMap<K, V> part) {
    super(whole.name(), whole.keyType(), whole.valueType());
    this.store = whole.store;
    this.entries = part;
    this.writes = whole.writes;
  }

  @Override
  public Store store() {
    return store;
  }

  @Override
  public @Nullable V get(Object key) {
    K checked = key(key);
    return store.transact(() -> entries.get(checked));
  }

  @Override
  public @Nullable V put(K key, V value) {
    key(key);
    value(value);
    return store.transact(() -> writes.put(entries, key, value));
  }

  @Override
  public @Nullable V remove(Object key) {
    K checked = key(key);
    return store.transact(() -> writes.remove(entries, checked));
  }

  @Override
  public int size() {
    return store.transact(entries::size);
  }

  @Override
  public boolean isEmpty() {
    return store.transact(entries::isEmpty);
  }

  @Override
  protected Iterator<Map.Entry<K, V>> entries() {
    return store.transact(() -> copiesOf(entries)).iterator();
  }

  @Override
  protected <T extends @Nullable Object> T ask(Function<NavigableMap<K, V>, T> question) {
    return store.transact(() -> question.apply(entries));
  }

  /** Makes the view without a turn: that compares keys, and does not access the entries. */
  @Override
  protected AbstractStoreSortedMap<K, V> view(UnaryOperator<NavigableMap<K, V>> part) {
    return new ExclusiveSortedMap<>(this, part.apply(entries));
  }

  @Override
  public @Nullable Comparator<? super K> comparator() {
    return entries.comparator();
  }
}
