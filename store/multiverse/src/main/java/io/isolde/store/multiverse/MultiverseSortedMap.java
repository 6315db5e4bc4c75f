package io.isolde.store.multiverse;

import io.isolde.store.Change;
import io.isolde.store.spi.KeyRange;
import io.isolde.store.spi.SortedMapBackend;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;
import org.multiverse.stms.gamma.transactionalobjects.GammaTxnRef;
import org.pcollections.TreePMap;

/**
 * The entries of a sorted map of a {@code multiverse:} store. Thread-safe.
 *
 * <p>All entries are in one immutable tree in one cell. So there are no phantoms, and consistent
 * iteration costs nothing; but a writer excludes everybody else.
 */
final class MultiverseSortedMap<K extends Comparable<? super K>, V>
    implements SortedMapBackend<K, V> {
  private final MultiverseStore store;
  private final String name;
  private final GammaTxnRef<Object> cell;

  MultiverseSortedMap(MultiverseStore store, String name) {
    this.store = store;
    this.name = name;
    this.cell = store.newCell(TreePMap.<K, V>empty());
  }

  @Override
  public @Nullable V get(K key) {
    return store.operate(attempt -> tree(attempt).get(key));
  }

  @Override
  public @Nullable V put(K key, V value) {
    return store.operate(
        attempt -> {
          TreePMap<K, V> tree = treeToSet(attempt);
          attempt.set(cell, tree.plus(key, value), new Change(name, key, value));
          return tree.get(key);
        });
  }

  @Override
  public @Nullable V remove(K key) {
    return store.operate(
        attempt -> {
          TreePMap<K, V> tree = tree(attempt);
          V before = tree.get(key);
          if (before != null) {
            attempt.set(cell, tree.minus(key), new Change(name, key, null));
          }
          return before;
        });
  }

  @Override
  public Map.@Nullable Entry<K, V> first(KeyRange<K> range) {
    return store.operate(attempt -> firstOf(range.subMapOf(tree(attempt))));
  }

  @Override
  public Map.@Nullable Entry<K, V> last(KeyRange<K> range) {
    return store.operate(attempt -> firstOf(range.subMapOf(tree(attempt), true)));
  }

  /** Checks for an empty map first: the tree throws, where the maps of the JDK return null. */
  private static <K, V> Map.@Nullable Entry<K, V> firstOf(NavigableMap<K, V> part) {
    return part.isEmpty() ? null : part.firstEntry();
  }

  @Override
  public int size(KeyRange<K> range) {
    return store.operate(attempt -> range.subMapOf(tree(attempt)).size());
  }

  @Override
  public Iterator<Map.Entry<K, V>> entries(KeyRange<K> range, boolean descending) {
    return store.operate(
        attempt -> range.subMapOf(tree(attempt), descending).entrySet().iterator());
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
