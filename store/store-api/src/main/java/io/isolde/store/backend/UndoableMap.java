package io.isolde.store.backend;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a map of an {@link ExclusiveStore}, and writes to them that can be taken back.
 * Owner-only: of whoever has the turn.
 *
 * @param store notes how to take a write back
 * @param entries all of them
 */
record UndoableMap<K, V>(ExclusiveStore store, Map<K, V> entries) {
  /** Writes through {@code view}, which may refuse the key. */
  @Nullable V put(Map<K, V> view, K key, V value) {
    V before = entries.get(key);
    store.beforeWrite(() -> restore(key, before));
    return view.put(key, value);
  }

  /** Removes through {@code view}, which may not have the key. */
  @Nullable V remove(Map<K, V> view, K key) {
    V before = view.get(key);
    if (before != null) {
      store.beforeWrite(() -> restore(key, before));
      view.remove(key);
    }
    return before;
  }

  private void restore(K key, @Nullable V before) {
    if (before == null) {
      entries.remove(key);
    } else {
      entries.put(key, before);
    }
  }
}
