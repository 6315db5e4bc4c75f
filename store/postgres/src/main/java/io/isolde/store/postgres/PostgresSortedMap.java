package io.isolde.store.postgres;

import io.isolde.store.spi.KeyRange;
import io.isolde.store.spi.SortedMapBackend;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The entries of a sorted map of a {@code postgres:} store. Thread-safe. */
final class PostgresSortedMap<K extends Comparable<? super K>, V> extends PostgresMap<K, V>
    implements SortedMapBackend<K, V> {
  PostgresSortedMap(PostgresStore store, Name<V> name) {
    super(store, name);
  }

  @Override
  public Iterator<Map.Entry<K, V>> entries(KeyRange<K> range, boolean descending) {
    return entries(Range.of(range, keys()), descending);
  }

  @Override
  public Map.@Nullable Entry<K, V> first(KeyRange<K> range) {
    return end(range, false);
  }

  @Override
  public Map.@Nullable Entry<K, V> last(KeyRange<K> range) {
    return end(range, true);
  }

  private Map.@Nullable Entry<K, V> end(KeyRange<K> range, boolean descending) {
    Range bytes = Range.of(range, keys());
    return store()
        .read(
            attempt -> {
              Entries<K, V> entries = new Entries<>(attempt, name(), bytes, descending, 1);
              return entries.hasNext() ? entries.next() : null;
            });
  }

  @Override
  public int size(KeyRange<K> range) {
    return size(Range.of(range, keys()));
  }
}
