package io.isolde.store.postgres;

import io.isolde.store.Store;
import io.isolde.store.spi.AbstractStoreCounter;

/** A counter of a {@code postgres:} store: additions are rows, and do not conflict. Thread-safe. */
final class PostgresCounter extends AbstractStoreCounter {
  private final PostgresStore store;
  private final RowKey row;

  PostgresCounter(PostgresStore store, Name<Long> name) {
    super(name.name());
    this.store = store;
    this.row = new RowKey(name.id(), Bytes.NONE);
  }

  @Override
  public Store store() {
    return store;
  }

  @Override
  public long get() {
    return store.read(attempt -> attempt.count(row.name()));
  }

  @Override
  public void set(long value) {
    Object unused =
        store.operate(
            attempt -> {
              attempt.write(row, new Write.Count(value, 0));
              return attempt;
            });
  }

  @Override
  public void add(long summand) {
    Object unused =
        store.operate(
            attempt -> {
              attempt.add(row.name(), summand);
              return attempt;
            });
  }
}
