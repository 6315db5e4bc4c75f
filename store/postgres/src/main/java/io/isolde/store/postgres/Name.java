package io.isolde.store.postgres;

import io.isolde.store.Change;
import io.isolde.store.file.record.ValueReader;
import org.jspecify.annotations.Nullable;

/**
 * A name that this process has opened. Immutable.
 *
 * @param id its number in the database
 * @param name the name itself
 * @param keys the format of its keys; null if it has none
 * @param valueType the class of its values
 * @param reader reads its values
 */
record Name<V>(
    int id, String name, @Nullable KeyFormat<?> keys, Class<V> valueType, ValueReader reader) {
  /** The value with these bytes. */
  V value(byte[] bytes) {
    return valueType.cast(reader.readAll(bytes, valueType));
  }

  /** What a commit did to a row of this name. */
  Change change(RowKey row, @Nullable Object value) {
    return new Change(name, keys == null ? null : keys.key(row.key().array()), value);
  }
}
