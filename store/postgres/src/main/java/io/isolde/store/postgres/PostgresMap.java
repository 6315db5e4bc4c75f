package io.isolde.store.postgres;

import io.isolde.store.spi.MapBackend;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The entries of a map of a {@code postgres:} store. Thread-safe. */
class PostgresMap<K, V> implements MapBackend<K, V> {
  private static final int KEY_BYTES_MAX = 2_600;

  private final PostgresStore store;
  private final Name<V> name;
  private final KeyFormat<K> keys;

  @SuppressWarnings("unchecked") // a map has keys, of its own class
  PostgresMap(PostgresStore store, Name<V> name) {
    this.store = store;
    this.name = name;
    this.keys = (KeyFormat<K>) Objects.requireNonNull(name.keys());
  }

  final PostgresStore store() {
    return store;
  }

  final Name<V> name() {
    return name;
  }

  final KeyFormat<K> keys() {
    return keys;
  }

  @Override
  public final @Nullable V get(K key) {
    RowKey row = row(key);
    return store.read(attempt -> value(attempt, row));
  }

  private RowKey row(K key) {
    Bytes bytes = keys.bytes(key);
    if (bytes.length() > KEY_BYTES_MAX) {
      throw new IllegalArgumentException(
          "a key of '"
              + name.name()
              + "' takes "
              + bytes.length()
              + " bytes; an index of PostgreSQL holds at most "
              + KEY_BYTES_MAX);
    }
    return new RowKey(name.id(), bytes);
  }

  private @Nullable V value(Attempt attempt, RowKey row) {
    Write due = attempt.pending(row);
    if (due != null) {
      return due instanceof Write.Put put ? name.valueType().cast(put.value()) : null;
    }
    byte[] bytes = attempt.read(row);
    return bytes == null ? null : name.value(bytes);
  }

  @Override
  public final @Nullable V put(K key, V value) {
    RowKey row = row(key);
    return store.operate(
        attempt -> {
          V before = value(attempt, row);
          attempt.write(row, new Write.Put(value, store.bytes(value, name)));
          return before;
        });
  }

  @Override
  public final @Nullable V remove(K key) {
    RowKey row = row(key);
    return store.operate(
        attempt -> {
          V before = value(attempt, row);
          if (before != null) {
            attempt.write(row, new Write.Remove());
          }
          return before;
        });
  }

  @Override
  public final int size() {
    return size(Range.ALL);
  }

  final int size(Range range) {
    long size =
        store.read(
            attempt -> {
              long rows = attempt.size(name.id(), range);
              for (Map.Entry<Bytes, Write> due : attempt.pending(name.id(), range).entrySet()) {
                boolean isPut = due.getValue() instanceof Write.Put;
                boolean isThere = attempt.read(new RowKey(name.id(), due.getKey())) != null;
                rows += (isPut ? 1 : 0) - (isThere ? 1 : 0);
              }
              return rows;
            });
    return (int) Math.min(size, Integer.MAX_VALUE);
  }

  @Override
  public final boolean isEmpty() {
    return store.read(attempt -> !new Entries<K, V>(attempt, name, Range.ALL, false, 1).hasNext());
  }

  @Override
  public final Iterator<Map.Entry<K, V>> entries() {
    return entries(Range.ALL, false);
  }

  /** Outside of transactions, all entries of one instant. */
  final Iterator<Map.Entry<K, V>> entries(Range range, boolean descending) {
    boolean isInside = store.isInside();
    return store.read(
        attempt -> {
          Entries<K, V> entries = new Entries<>(attempt, name, range, descending);
          if (isInside) {
            return entries;
          }
          java.util.List<Map.Entry<K, V>> all = new java.util.ArrayList<>();
          entries.forEachRemaining(all::add);
          return all.iterator();
        });
  }
}
