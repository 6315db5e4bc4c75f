package io.isolde.store.spi;

import io.isolde.store.Change;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a map of an {@link ExclusiveStore}, with writes that can be undone. Owner-only:
 * used by the thread that has the turn.
 */
final class UndoableMap<K, V> {
  private final ExclusiveStore store;
  private final String name;
  private final Map<K, V> entries;

  /** Takes the name of the map, and all its entries. */
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

  /** Removes through {@code view}, which may lack the key. */
  @Nullable V remove(Map<K, V> view, K key) {
    V before = view.get(key);
    if (before != null) {
      store.beforeWrite(new EntryWrite(key, before));
      view.remove(key);
    }
    return before;
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
