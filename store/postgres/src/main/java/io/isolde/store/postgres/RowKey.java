package io.isolde.store.postgres;

import java.util.Comparator;

/**
 * Where the database keeps a value. Immutable.
 *
 * @param name the number of the name under which it was opened
 * @param key the bytes of its key; none for refs and counters
 */
record RowKey(int name, Bytes key) implements Comparable<RowKey> {
  private static final Comparator<RowKey> ORDER =
      Comparator.comparingInt(RowKey::name).thenComparing(RowKey::key);

  @Override
  public int compareTo(RowKey other) {
    return ORDER.compare(this, other);
  }
}
