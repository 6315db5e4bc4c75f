package io.isolde.store.multiverse;

import io.isolde.store.Change;
import io.isolde.store.spi.MapBackend;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.multiverse.stms.gamma.transactionalobjects.GammaTxnRef;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;

/** The entries of a map of a {@code multiverse:} store. Thread-safe. */
final class MultiverseMap<K, V> implements MapBackend<K, V> {
  /*
   * Idea. There are two levels of cells. A shard says which of the keys with certain hashes are
   * present, and in which cells their values are; each value has a cell of its own.
   *
   *   read, or replace   locks the shard for reading, and the value
   *   insert, remove     locks the shard for writing
   *   size               locks all shards for reading
   *   iterate            locks all shards and all values for reading
   *
   * The shard alone says whether a key is present or absent; hence there are no phantoms.
   */
  private static final int SHARDS = 64;

  private final MultiverseStore store;
  private final String name;
  private final List<GammaTxnRef<Object>> shards;

  MultiverseMap(MultiverseStore store, String name) {
    this.store = store;
    this.name = name;
    this.shards = Stream.generate(() -> store.newCell(HashTreePMap.empty())).limit(SHARDS).toList();
  }

  @Override
  public @Nullable V get(K key) {
    return store.operate(
        attempt -> {
          GammaTxnRef<Object> cell = valuesIn(attempt, shard(key)).get(key);
          return cell == null ? null : valueOf(attempt.get(cell));
        });
  }

  @Override
  public @Nullable V put(K key, V value) {
    return store.operate(
        attempt -> {
          GammaTxnRef<Object> cell = valuesIn(attempt, shard(key)).get(key);
          if (cell != null) {
            return valueOf(attempt.set(cell, value, new Change(name, key, value)));
          }
          insert(attempt, key, value);
          return null;
        });
  }

  private void insert(Attempt attempt, K key, V value) {
    GammaTxnRef<Object> shard = shard(key);
    attempt.set(
        shard,
        valuesIn(attempt, shard).plus(key, store.newCell(value)),
        new Change(name, key, value));
  }

  @Override
  public @Nullable V remove(K key) {
    return store.operate(
        attempt -> {
          GammaTxnRef<Object> shard = shard(key);
          HashPMap<K, GammaTxnRef<Object>> values = valuesIn(attempt, shard);
          GammaTxnRef<Object> cell = values.get(key);
          if (cell == null) {
            return null;
          }
          attempt.set(shard, values.minus(key), new Change(name, key, null));
          return valueOf(attempt.get(cell));
        });
  }

  @Override
  public int size() {
    return store.operate(
        attempt -> shards.stream().mapToInt(shard -> valuesIn(attempt, shard).size()).sum());
  }

  @Override
  public Iterator<Map.Entry<K, V>> entries() {
    return store.operate(this::copy).iterator();
  }

  private List<Map.Entry<K, V>> copy(Attempt attempt) {
    List<Map.Entry<K, V>> copy = new ArrayList<>();
    for (GammaTxnRef<Object> shard : shards) {
      valuesIn(attempt, shard)
          .forEach((key, cell) -> copy.add(Map.entry(key, valueOf(attempt.get(cell)))));
    }
    return copy;
  }

  private GammaTxnRef<Object> shard(K key) {
    int hash = key.hashCode() * 0x9E3779B9; // the high bits depend on all others
    return shards.get(hash >>> (Integer.SIZE - Integer.numberOfTrailingZeros(SHARDS)));
  }

  @SuppressWarnings("unchecked") // it was put there by this class
  private V valueOf(Object read) {
    return (V) read;
  }

  @SuppressWarnings("unchecked") // it was put there by this class
  private HashPMap<K, GammaTxnRef<Object>> valuesIn(Attempt attempt, GammaTxnRef<Object> shard) {
    return (HashPMap<K, GammaTxnRef<Object>>) attempt.get(shard);
  }
}
