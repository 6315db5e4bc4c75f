package io.isolde.store.multiverse;

import io.isolde.store.Change;
import io.isolde.store.Store;
import io.isolde.store.spi.AbstractStoreCounter;
import org.multiverse.stms.gamma.transactionalobjects.GammaTxnRef;

/** A counter of a {@code multiverse:} store. Thread-safe. */
final class MultiverseStoreCounter extends AbstractStoreCounter {
  private final MultiverseStore store;
  private final GammaTxnRef<Object> cell;

  MultiverseStoreCounter(MultiverseStore store, String name) {
    super(name);
    this.store = store;
    this.cell = store.newCell(0L);
  }

  @Override
  public Store store() {
    return store;
  }

  @Override
  public long get() {
    return (Long) store.operate(attempt -> attempt.get(cell));
  }

  @Override
  public void set(long value) {
    store.operate(attempt -> write(attempt, value));
  }

  @Override
  public void add(long summand) {
    store.operate(attempt -> write(attempt, (Long) attempt.getToSet(cell) + summand));
  }

  private Object write(Attempt attempt, long value) {
    return attempt.set(cell, value, new Change(name(), null, value));
  }
}
