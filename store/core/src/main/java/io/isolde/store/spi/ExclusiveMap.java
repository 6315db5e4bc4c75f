package io.isolde.store.spi;

import io.isolde.store.Change;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The entries of a map of an {@link ExclusiveStore}. Thread-safe. */
class ExclusiveMap<K, V> implements MapBackend<K, V> {
  private final ExclusiveStore store;
  private final String name;

  /** Accessed only by the thread that has the turn. */
  private final Map<K, V> entries;

  /** Takes the name of the map, and an empty map to keep the entries in. */
  ExclusiveMap(ExclusiveStore store, String name, Map<K, V> entries) {
    this.store = store;
    this.name = name;
    this.entries = entries;
  }

  @Override
  public final @Nullable V get(K key) {
    return store.read(() -> entries.get(key));
  }

  @Override
  public final @Nullable V put(K key, V value) {
    return store.transact(
        () -> {
          store.beforeWrite(new EntryWrite(key, entries.get(key)));
          return entries.put(key, value);
        });
  }

  @Override
  public final @Nullable V remove(K key) {
    return store.transact(
        () -> {
          V before = entries.get(key);
          if (before != null) {
            store.beforeWrite(new EntryWrite(key, before));
            entries.remove(key);
          }
          return before;
        });
  }

  @Override
  public final int size() {
    return store.read(entries::size);
  }

  @Override
  public final Iterator<Map.Entry<K, V>> entries() {
    return store.read(() -> BackedMap.copiesOf(entries)).iterator();
  }

  /**
   * The value of a key before a write, kept for undo. Owner-only: used by the thread that has the
   * turn.
   */
  private final class EntryWrite implements Write {
    private final K key;
    private final @Nullable V before;

    EntryWrite(K key, @Nullable V before) {
      this.key = key;
      this.before = before;
    }

    @Override
    public void undo() {
      if (before == null) {
        entries.remove(key);
      } else {
        entries.put(key, before);
      }
    }

    @Override
    public Change change() {
      return new Change(name, key, entries.get(key));
    }
  }
}
