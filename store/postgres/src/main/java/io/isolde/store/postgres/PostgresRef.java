package io.isolde.store.postgres;

import io.isolde.store.Store;
import io.isolde.store.spi.AbstractStoreRef;
import java.sql.PreparedStatement;

/** A ref of a {@code postgres:} store. Thread-safe. */
final class PostgresRef<T> extends AbstractStoreRef<T> {
  private final PostgresStore store;
  private final Name<T> name;
  private final RowKey row;

  PostgresRef(PostgresStore store, String nameText, Class<T> type, T initial) {
    super(nameText, type);
    T value = checked(initial); // before the name is opened
    this.store = store;
    this.name = store.openRef(nameText, type);
    this.row = new RowKey(name.id(), Bytes.NONE);
    byte[] bytes = store.bytes(value, name);
    store.with(
        connection -> {
          try (PreparedStatement insert = connection.prepareStatement(store.sql().initial)) {
            insert.setInt(1, row.name());
            insert.setBytes(2, bytes);
            return insert.executeUpdate();
          }
        });
  }

  @Override
  public Store store() {
    return store;
  }

  @Override
  public T get() {
    return store.read(
        attempt -> {
          if (attempt.pending(row) instanceof Write.Put put) {
            return type().cast(put.value());
          }
          byte[] bytes = attempt.read(row);
          if (bytes == null) {
            throw new IllegalStateException(this + " has lost its value");
          }
          return name.value(bytes);
        });
  }

  @Override
  public void set(T value) {
    checked(value);
    Object unused =
        store.operate(
            attempt -> {
              attempt.write(row, new Write.Put(value, store.bytes(value, name)));
              return attempt;
            });
  }
}
