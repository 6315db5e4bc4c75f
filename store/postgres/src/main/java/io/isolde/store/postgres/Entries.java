package io.isolde.store.postgres;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a range in order: those of the database, page by page, under what the attempt has
 * written. Thread-confined.
 */
final class Entries<K, V> implements Iterator<Map.Entry<K, V>> {
  private static final int FIRST_PAGE = 64;
  private static final int PAGE_MAX = 4096;

  private final Attempt attempt;
  private final Name<V> name;
  private final KeyFormat<K> keys;
  private final boolean descending;
  private final NavigableMap<Bytes, Write> pending;
  private final ArrayDeque<Attempt.Row> rows = new ArrayDeque<>();
  private Range rest;
  private int limit;
  private boolean isAtEnd;
  private Map.@Nullable Entry<K, V> next;

  @SuppressWarnings("unchecked") // a map has keys, of its own class
  Entries(Attempt attempt, Name<V> name, Range range, boolean descending, int limit) {
    this.attempt = attempt;
    this.name = name;
    this.keys = (KeyFormat<K>) java.util.Objects.requireNonNull(name.keys());
    this.descending = descending;
    this.rest = range;
    this.limit = limit;
    NavigableMap<Bytes, Write> due = attempt.pending(name.id(), range);
    this.pending = descending ? due.descendingMap() : due;
    this.next = find();
  }

  Entries(Attempt attempt, Name<V> name, Range range, boolean descending) {
    this(attempt, name, range, descending, FIRST_PAGE);
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public Map.Entry<K, V> next() {
    Map.Entry<K, V> found = next;
    if (found == null) {
      throw new NoSuchElementException();
    }
    next = find();
    return found;
  }

  private Map.@Nullable Entry<K, V> find() {
    while (true) {
      Attempt.Row row = row();
      Bytes due = pending.isEmpty() ? null : pending.firstKey();
      if (row != null && (due == null || isBefore(row.key(), due))) {
        rows.remove();
        return Map.entry(keys.key(row.key().array()), name.value(row.value()));
      }
      if (due == null) {
        return null;
      }
      if (row != null && row.key().equals(due)) {
        rows.remove();
      }
      Write write = pending.remove(due);
      if (write instanceof Write.Put put) {
        return Map.entry(keys.key(due.array()), name.valueType().cast(put.value()));
      }
    }
  }

  private boolean isBefore(Bytes one, Bytes other) {
    int order = one.compareTo(other);
    return descending ? order > 0 : order < 0;
  }

  /** The next row of the database; null if there is none. */
  private Attempt.@Nullable Row row() {
    if (rows.isEmpty() && !isAtEnd) {
      List<Attempt.Row> page = attempt.page(name.id(), rest, descending, limit);
      isAtEnd = page.size() < limit;
      rows.addAll(page);
      if (!page.isEmpty()) {
        rest = rest.behind(page.getLast().key(), descending);
      }
      limit = Math.min(4 * limit, PAGE_MAX);
    }
    return rows.peek();
  }
}
