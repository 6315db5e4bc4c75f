package io.isolde.store.backend;

import io.isolde.store.Change;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a map of an {@link ExclusiveStore}, and writes to them that can be taken back.
 * Owner-only: of whoever has the turn.
 */
final class UndoableMap<K, V> {
  private final ExclusiveStore store;
  private final String name;
  private final Map<K, V> entries;

  /** {@code entries} are all that the map has, under the name. */
  UndoableMap(ExclusiveStore store, String name, Map<K, V> entries) {
    this.store = store;
    this.name = name;
    this.entries = entries;
  }

  /** Writes through {@code view}, which may refuse the key. */
  @Nullable V put(Map<K, V> view, K key, V value) {
    store.beforeWrite(new EntryWrite(key, entries.get(key)));
    return view.put(key, value);
  }

  /** Removes through {@code view}, which may not have the key. */
  @Nullable V remove(Map<K, V> view, K key) {
    V before = view.get(key);
    if (before != null) {
      store.beforeWrite(new EntryWrite(key, before));
      view.remove(key);
    }
    return before;
  }

  /** Owner-only: of whoever has the turn. */
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
