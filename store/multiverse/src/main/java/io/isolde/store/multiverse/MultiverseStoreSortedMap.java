package io.isolde.store.multiverse;

import io.isolde.store.Change;
import io.isolde.store.Store;
import io.isolde.store.spi.AbstractStoreSortedMap;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.multiverse.stms.gamma.transactionalobjects.GammaTxnRef;
import org.pcollections.TreePMap;

/**
 * A sorted map of a {@code multiverse:} store, or a view of one. Thread-safe.
 *
 * <p>All entries are in one immutable tree in one cell. So there are no phantoms, and consistent
 * iteration costs nothing; but a writer excludes everybody else.
 */
final class MultiverseStoreSortedMap<K, V> extends AbstractStoreSortedMap<K, V> {
  private final MultiverseStore store;
  private final GammaTxnRef<Object> cell;

  /** Always empty; defines the range and the order, and refuses keys out of range. */
  private final NavigableMap<K, V> range;

  /** Maps all entries to those in the range, in this view's order. */
  private final UnaryOperator<NavigableMap<K, V>> part;

  /** Makes a map of the entries of {@code tree}, which must be empty. */
  MultiverseStoreSortedMap(
      MultiverseStore store,
      String name,
      Class<K> keyType,
      Class<V> valueType,
      TreePMap<K, V> tree) {
    super(name, keyType, valueType);
    this.store = store;
    this.cell = store.newCell(tree);
    this.range = new TreeMap<>();
    this.part = UnaryOperator.identity();
  }

  private MultiverseStoreSortedMap(
      MultiverseStoreSortedMap<K, V> whole, UnaryOperator<NavigableMap<K, V>> part) {
    super(whole.name(), whole.keyType(), whole.valueType());
    this.store = whole.store;
    this.cell = whole.cell;
    this.range = part.apply(whole.range);
    this.part = entries -> part.apply(whole.part.apply(entries));
  }

  @Override
  protected AbstractStoreSortedMap<K, V> view(UnaryOperator<NavigableMap<K, V>> part) {
    return new MultiverseStoreSortedMap<>(this, part);
  }

  @Override
  public Store store() {
    return store;
  }

  @Override
  protected <T extends @Nullable Object> T ask(Function<NavigableMap<K, V>, T> question) {
    return store.operate(attempt -> question.apply(part.apply(tree(attempt))));
  }

  @Override
  public @Nullable V get(Object key) {
    K checked = key(key);
    return ask(entries -> entries.get(checked));
  }

  @Override
  public @Nullable V put(K key, V value) {
    key(key);
    value(value);
    requireInRange(key);
    return store.operate(
        attempt -> {
          TreePMap<K, V> tree = treeToSet(attempt);
          attempt.set(cell, tree.plus(key, value), new Change(name(), key, value));
          return tree.get(key);
        });
  }

  @Override
  public @Nullable V remove(Object key) {
    K checked = key(key);
    return store.operate(
        attempt -> {
          V before = get(checked);
          if (before != null) {
            attempt.set(cell, tree(attempt).minus(checked), new Change(name(), checked, null));
          }
          return before;
        });
  }

  @Override
  public int size() {
    return ask(NavigableMap::size);
  }

  @Override
  protected Iterator<Map.Entry<K, V>> entries() {
    return ask(entries -> entries.entrySet().iterator());
  }

  /** Checks for an empty map first: the tree throws, where the maps of the JDK return null. */
  @Override
  public Map.@Nullable Entry<K, V> firstEntry() {
    return ask(entries -> entries.isEmpty() ? null : entries.firstEntry());
  }

  /** As {@link #firstEntry}. */
  @Override
  public Map.@Nullable Entry<K, V> lastEntry() {
    return ask(entries -> entries.isEmpty() ? null : entries.lastEntry());
  }

  @Override
  public @Nullable Comparator<? super K> comparator() {
    return range.comparator();
  }

  /** Refuses a key out of range, by asking the range for a sub-map that ends at the key. */
  private void requireInRange(K key) {
    range.headMap(key, true);
  }

  @SuppressWarnings("unchecked") // it was put there by this class
  private TreePMap<K, V> tree(Attempt attempt) {
    return (TreePMap<K, V>) attempt.get(cell);
  }

  @SuppressWarnings("unchecked") // it was put there by this class
  private TreePMap<K, V> treeToSet(Attempt attempt) {
    return (TreePMap<K, V>) attempt.getToSet(cell);
  }
}
