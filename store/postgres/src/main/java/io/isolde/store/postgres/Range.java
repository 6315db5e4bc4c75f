package io.isolde.store.postgres;

import io.isolde.store.spi.KeyRange;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A range of keys, as bytes. Immutable. */
record Range(
    @Nullable Bytes low, boolean lowInclusive, @Nullable Bytes high, boolean highInclusive) {
  static final Range ALL = new Range(null, false, null, false);

  static <K extends Comparable<? super K>> Range of(KeyRange<K> range, KeyFormat<K> format) {
    return new Range(
        range.low() == null ? null : format.bytes(range.low()),
        range.lowInclusive(),
        range.high() == null ? null : format.bytes(range.high()),
        range.highInclusive());
  }

  boolean contains(Bytes key) {
    return (low == null || key.compareTo(low) >= (lowInclusive ? 0 : 1))
        && (high == null || key.compareTo(high) <= (highInclusive ? 0 : -1));
  }

  /** The rest of the range behind a key. */
  Range behind(Bytes key, boolean descending) {
    return descending
        ? new Range(low, lowInclusive, key, false)
        : new Range(key, false, high, highInclusive);
  }

  /**
   * The conditions on a key. Only the bounds that there are, so that the database reads, and locks,
   * this part of the index alone.
   */
  String conditions() {
    return (low == null ? "" : lowInclusive ? " and key >= ?" : " and key > ?")
        + (high == null ? "" : highInclusive ? " and key <= ?" : " and key < ?");
  }

  /** Sets the parameters of the conditions; returns the number of the next one. */
  int bind(PreparedStatement statement, int first) throws SQLException {
    int next = first;
    if (low != null) {
      statement.setBytes(next++, low.array());
    }
    if (high != null) {
      statement.setBytes(next++, high.array());
    }
    return next;
  }
}
